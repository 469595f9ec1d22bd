import { rm } from 'node:fs/promises';
import { startSuite, type Suite, type SuiteOptions } from '../../../tools/start/suite.ts';
import { testFolder } from './folder.js';

/** A whole suite of its own for one spec file. */
export interface TestSuite extends Suite, AsyncDisposable {
  adminPassword: string;
  /** Stops it and removes its data. */
  dispose(): Promise<void>;
}

/**
 * Starts every service with servers of its own on an empty data folder: for journeys through the gateway, and for
 * tests that kill processes. Building is part of it, where sources are newer than what is built.
 */
export async function testSuite(options: Omit<SuiteOptions, 'dataDir'> = {}): Promise<TestSuite> {
  const dataDir = await testFolder('suite');
  const adminPassword = 'Administrator of a test 1';
  const env = { KONTOR_ADMIN_PASSWORD: adminPassword, ...options.env };
  const remove = (): Promise<void> => rm(dataDir, { recursive: true, force: true });
  try {
    const suite = await startSuite({ empty: true, port: 0, durable: false, ...options, dataDir, env });
    const dispose = async (): Promise<void> => {
      await suite.stop();
      await remove();
    };
    return { ...suite, adminPassword: env.KONTOR_ADMIN_PASSWORD, dispose, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await remove();
    throw error;
  }
}
