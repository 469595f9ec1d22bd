import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { root } from '../../start/services.ts';
import { Ledger } from '../faults/ledger.ts';
import { startLoad } from '../faults/load.ts';
import { consult } from '../oracle/oracle.ts';
import { untilQuiet } from '../oracle/quiet.ts';
import type { Ground } from '../proof.ts';
import type { Stage } from '../stage/stage.ts';

const run = promisify(execFile);

const wipes = { small: 1, large: 5 } as const;

/** The broker loses everything while people work; what the outboxes hold makes its streams anew. */
export async function brokerLoss({ stage, size, random, tallies, say }: Ground): Promise<void> {
  const ledger = new Ledger(join(stage.folder, 'broker-loss-ledger.jsonl'));
  const load = await startLoad(stage, ledger, random.fork(), tallies);
  for (let i = 0; i < wipes[size]; i++) {
    await sleep(random.whole(2_000, 5_000));
    stage.brokerWiped = true;
    stage.suite.processes.get('nats')?.kill('SIGKILL');
    await stage.suite.wipeBroker();
    await sleep(random.whole(500, 2_000));
    for (const service of stage.services) say((await replay(stage, service)).trim());
    tallies.of('replayed').tried();
  }
  await sleep(1_000);
  await load.end();
  say(`${ledger.accepted} commands were accepted; waiting until all is quiet`);
  await untilQuiet(stage, tallies);
  await consult(stage, ledger, tallies, say);
}

/** Replays as an operator would, and again where the broker was not there yet. */
async function replay(stage: Stage, service: string): Promise<string> {
  const program = join(root, 'tools/replay/main.ts');
  const env = stage.suite.environment(service);
  for (let attempt = 1; ; attempt++) {
    try {
      return (await run(process.execPath, [program, '--service', service], { env, timeout: 300_000 })).stdout;
    } catch (error) {
      if (attempt === 3) throw error;
      await sleep(1_000);
    }
  }
}
