import { execFile } from 'node:child_process';
import { cp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { root } from '../../start/services.ts';
import { Ledger } from '../faults/ledger.ts';
import { startLoad } from '../faults/load.ts';
import { consult } from '../oracle/oracle.ts';
import { untilQuiet } from '../oracle/quiet.ts';
import type { Ground } from '../proof.ts';
import type { Random } from '../random.ts';
import type { Stage } from '../stage/stage.ts';

const run = promisify(execFile);

/** How often the broker loses all, and how often it comes back with a store of some time ago. */
const losses = { small: 1, large: 5 } as const;

/**
 * The broker loses everything while people work, or wakes up in the past; what the outboxes hold makes its streams
 * whole again.
 */
export async function brokerLoss(ground: Ground): Promise<void> {
  const { stage, size, random, tallies, say } = ground;
  const ledger = new Ledger(join(stage.folder, 'broker-loss-ledger.jsonl'));
  const load = await startLoad(ground, ledger);
  stage.brokerWiped = true;
  for (let i = 0; i < losses[size]; i++) {
    for (const lose of random.shuffled([wipe, rewind])) {
      await sleep(random.whole(2_000, 4_000));
      await lose(stage, random);
      await sleep(random.whole(500, 2_000));
      const said: string[] = [];
      for (const service of stage.services) said.push(await replay(stage, service));
      say(`${lose.name}: ${said.join(', ')}`);
      tallies.of('replayed').tried();
    }
  }
  await sleep(1_000);
  await load.end();
  say(`${ledger.accepted} commands were accepted; waiting until all is quiet`);
  await untilQuiet(stage, tallies);
  await consult(stage, ledger, tallies, say);
}

async function wipe(stage: Stage): Promise<void> {
  stage.process('nats').kill('SIGKILL');
  await stage.suite.wipeBroker();
}

/** As if the power had gone before the last seconds were on the disk: the broker finds an older store. */
async function rewind(stage: Stage, random: Random): Promise<void> {
  const nats = stage.process('nats');
  const store = join(stage.folder, 'data/nats');
  const older = join(stage.folder, 'nats-older');
  nats.kill('SIGKILL');
  await nats.stop();
  await cp(store, older, { recursive: true });
  await nats.start();
  await sleep(random.whole(1_500, 3_000));
  nats.kill('SIGKILL');
  await nats.stop();
  await rm(store, { recursive: true });
  await rename(older, store);
  await nats.start();
}

/** Replays as an operator would, and again where the broker was not there yet. */
async function replay(stage: Stage, service: string): Promise<string> {
  const program = join(root, 'tools/replay/main.ts');
  const env = stage.suite.environment(service);
  for (let attempt = 1; ; attempt++) {
    try {
      const { stdout } = await run(process.execPath, [program, '--service', service], {
        env,
        timeout: 300_000,
      });
      return stdout.trim().replace(/\.$/, '');
    } catch (error) {
      if (attempt === 3) throw error;
      await sleep(1_000);
    }
  }
}
