import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { findNats } from './nats-binary.ts';
import { freePort } from './ports.ts';
import type { Program } from './processes.ts';

/** What a broker needs to start. */
export interface NatsOptions {
  /** Folder of the JetStream store. */
  storeDir: string;
  /** Folder for the log and the process record. */
  runDir: string;
  preferredPort?: number;
  /** Told what is being installed, if anything. */
  say?: (line: string) => void;
}

/** A nats-server with JetStream on a file store, on loopback only. */
export interface NatsProgram extends Program {
  url: string;
  port: number;
  storeDir: string;
}

/** Finds or installs nats-server and says how to start it. */
export async function natsProgram(options: NatsOptions): Promise<NatsProgram> {
  const nats = await findNats(options.say ?? (() => {}));
  const port = await freePort(options.preferredPort);
  await mkdir(options.storeDir, { recursive: true });
  const run = nats.command(port, options.storeDir);
  return {
    name: 'nats',
    ...run,
    port,
    url: `nats://127.0.0.1:${port}`,
    storeDir: options.storeDir,
    log: join(options.runDir, 'nats.log'),
    record: join(options.runDir, 'nats.pid.json'),
    stopMs: 15_000,
    ready: () => greets(port),
  };
}

/** Whether a NATS server with JetStream greets on this port of loopback. */
function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const answer = (ready: boolean): void => {
      socket.destroy();
      resolve(ready);
    };
    socket.setTimeout(2_000, () => answer(false));
    socket.once('error', () => answer(false));
    socket.once('data', (data) => answer(data.toString('utf8').includes('"jetstream":true')));
  });
}
