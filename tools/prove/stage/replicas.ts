import { join } from 'node:path';
import { freePort } from '../../servers/ports.ts';
import { answers, serves } from '../../start/health.ts';
import { Keeper } from '../../start/keeper.ts';
import { envName, root } from '../../start/services.ts';
import type { Suite } from '../../start/suite.ts';

/**
 * Starts one more process of a service of the suite, on the same database and broker. The gateway does not call it; its
 * relay, its consumers and its jobs do their share.
 */
export async function startReplica(
  suite: Suite,
  service: string,
  folder: string,
  more: NodeJS.ProcessEnv = {},
): Promise<Keeper> {
  const name = `${service}-2`;
  const address = `127.0.0.1:${await freePort()}`;
  const keeper = new Keeper(
    {
      name,
      command: process.execPath,
      args: ['--enable-source-maps', join(root, 'apps', service, 'dist/main.js')],
      cwd: root,
      env: { ...suite.environment(service), ...more, [`${envName(service)}_LISTEN`]: address },
      log: join(folder, `${name}.log`),
      record: join(folder, `${name}.pid.json`),
      ready: () => serves(address),
    },
    () => {},
  );
  await keeper.start();
  return keeper;
}

/** Starts one more gateway, which calls the second process of a service instead of the first. */
export async function startGateway(suite: Suite, replica: Keeper, folder: string): Promise<Keeper> {
  const service = replica.name.replace(/-2$/, '');
  const port = await freePort();
  const keeper = new Keeper(
    {
      name: 'gateway-2',
      command: process.execPath,
      args: ['--enable-source-maps', join(root, 'apps/gateway/dist/main.js')],
      cwd: root,
      env: {
        ...suite.environment('gateway'),
        PORT: String(port),
        [`${envName(service)}_URL`]: replica.program.env?.[`${envName(service)}_LISTEN`],
      },
      log: join(folder, 'gateway-2.log'),
      record: join(folder, 'gateway-2.pid.json'),
      ready: () => answers(`http://127.0.0.1:${port}/readyz`),
    },
    () => {},
  );
  await keeper.start();
  return keeper;
}
