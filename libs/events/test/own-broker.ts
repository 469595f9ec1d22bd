import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { natsProgram } from '../../../tools/servers/nats.ts';
import { launch, untilReady, type Launched } from '../../../tools/servers/processes.ts';

/** A broker that a test may kill, and whose store it may wipe. */
export interface OwnBroker {
  url: string;
  start(): Promise<void>;
  kill(): Promise<void>;
  wipe(): Promise<void>;
  dispose(): Promise<void>;
}

/** Starts a nats-server for one spec alone. */
export async function ownBroker(): Promise<OwnBroker> {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-broker-'));
  const program = await natsProgram({ storeDir: join(folder, 'store'), runDir: folder });
  let launched: Launched | undefined;
  const start = async (): Promise<void> => {
    launched = await launch(program);
    await untilReady(program, launched);
  };
  const kill = async (): Promise<void> => {
    launched?.signal('SIGKILL');
    await launched?.exited;
    launched = undefined;
  };
  const wipe = (): Promise<void> => rm(program.storeDir, { recursive: true, force: true });
  await start();
  return {
    url: program.url,
    start,
    kill,
    wipe,
    dispose: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
