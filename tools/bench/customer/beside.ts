import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../servers/ports.ts';
import { answers, serves } from '../../start/health.ts';
import type { Kontor } from '../kontor.ts';

const root = join(import.meta.dirname, '../../..');

/** One more gateway, and behind it one more customer service. */
export interface Beside {
  url: string;
  processes: Map<string, number>;
  stop(): Promise<void>;
}

/**
 * Starts one more customer service on the same database, and a gateway before it. Without `keys` the service's module of
 * keys does nothing (no-keys.ts): no key is compared, written or claimed, and nothing else is different. What a creation
 * costs there is what it costs without the check for duplicates; beside it, one with keys that is as new.
 */
export async function startBeside(kontor: Kontor, folder: string, keys: boolean): Promise<Beside> {
  const address = `127.0.0.1:${await freePort()}`;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const noKeys = join(import.meta.dirname, 'no-keys.ts');
  const service = run(kontor, 'customer', folder, keys ? [] : ['--import', noKeys], {
    CUSTOMER_LISTEN: address,
  });
  await ready(() => serves(address));
  const edge = run(kontor, 'gateway', folder, [], { CUSTOMER_URL: address, PORT: String(port) });
  await ready(() => answers(`${url}/readyz`));
  return {
    url,
    processes: new Map([...kontor.processes(), ['customer', service.pid ?? 0], ['gateway', edge.pid ?? 0]]),
    stop: async () => {
      for (const child of [edge, service]) {
        const gone = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGTERM');
        await gone;
      }
    },
  };
}

/** The same command line as the suite runs an app with. */
function run(kontor: Kontor, app: string, folder: string, more: string[], env: NodeJS.ProcessEnv) {
  const log = openSync(join(folder, `${app}-beside.log`), 'a');
  const memory = ['--max-old-space-size=384', '--max-semi-space-size=48'];
  return spawn(
    process.execPath,
    [
      ...memory,
      '--enable-source-maps',
      ...more,
      '--import',
      '@kontor/telemetry/register',
      join(root, 'apps', app, 'dist/main.js'),
    ],
    { cwd: root, env: { ...kontor.suite.environment(app), ...env }, stdio: ['ignore', log, log] },
  );
}

async function ready(check: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 60_000; ; await sleep(200)) {
    if (await check().catch(() => false)) return;
    if (Date.now() > end) throw new Error('The service beside did not start.');
  }
}
