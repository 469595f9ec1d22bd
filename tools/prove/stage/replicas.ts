import { join } from 'node:path';
import { freePort } from '../../servers/ports.ts';
import { serves } from '../../start/health.ts';
import { Keeper } from '../../start/keeper.ts';
import { envName, root } from '../../start/services.ts';
import type { Suite } from '../../start/suite.ts';

/**
 * Starts one more process of a service of the suite, on the same database and broker. The gateway does not call it; its
 * relay, its consumers and its jobs do their share.
 */
export async function startReplica(suite: Suite, service: string, folder: string): Promise<Keeper> {
  const name = `${service}-2`;
  const address = `127.0.0.1:${await freePort()}`;
  const keeper = new Keeper(
    {
      name,
      command: process.execPath,
      args: ['--enable-source-maps', join(root, 'apps', service, 'dist/main.js')],
      cwd: root,
      env: { ...suite.environment(service), [`${envName(service)}_LISTEN`]: address },
      log: join(folder, `${name}.log`),
      record: join(folder, `${name}.pid.json`),
      ready: () => serves(address),
    },
    () => {},
  );
  await keeper.start();
  return keeper;
}
