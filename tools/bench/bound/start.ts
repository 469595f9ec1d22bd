import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { freePort } from '../../servers/ports.ts';
import { launch, untilReady, type Launched, type Program } from '../../servers/processes.ts';
import { answers } from '../../start/health.ts';
import type { Side } from '../side.ts';

/** The bound, running. */
export interface Bound extends Side {
  stop(): Promise<void>;
}

/** Where the bound's tables are: a schema of their own in Kontor's customer database. */
export function boundDatabase(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  url.searchParams.set('options', '-c search_path=bound,public');
  return url.toString();
}

/**
 * Starts the two processes of the bound on a seeded database. `postgres` is the server's process id, `owner` the person
 * whose customers are listed.
 */
export async function startBound(options: {
  databaseUrl: string;
  folder: string;
  owner: string;
  postgres: () => number | undefined;
  env: NodeJS.ProcessEnv;
}): Promise<Bound> {
  const address = `127.0.0.1:${await freePort()}`;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = (name: string, args: string[]): Program => ({
    name: `bound-${name}`,
    command: process.execPath,
    args: [join(import.meta.dirname, `${name}.ts`), ...args],
    env: { ...process.env, ...options.env },
    log: join(options.folder, `bound-${name}.log`),
    record: join(options.folder, `bound-${name}.pid.json`),
    stopMs: 2_000,
    ready: () => answers(`${url}/healthz`),
  });
  // The bound takes callers at their word; without an owner it counts all.
  const owners = {
    salesperson: { owner: options.owner },
    colleague: { owner: randomUUID() },
    administrator: {},
  };
  const started: Launched[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((one) => one.stop()));
  };
  try {
    const service = await launch(program('service', [address, options.databaseUrl]));
    started.push(service);
    const http = program('http', [String(port), address]);
    const edge = await launch(http);
    started.push(edge);
    await untilReady(http, edge);
    return {
      name: 'bound',
      url,
      dialect: {
        company: 'CUSTOMER_KIND_COMPANY',
        website: 'CHANNEL_WEBSITE',
        work: 'PHONE_KIND_WORK',
        whole: false,
      },
      headers: async (caller) => owners[caller],
      processes: () =>
        new Map([
          ['http', edge.pid],
          ['service', service.pid],
          ['postgres', options.postgres() ?? 0],
        ]),
      settle: async () => {},
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
