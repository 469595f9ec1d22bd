import { join } from 'node:path';
import { consult } from '../oracle/oracle.ts';
import { untilQuiet } from '../oracle/quiet.ts';
import type { Ground } from '../proof.ts';
import { doubled, executeAll, type DeathToll } from './executioner.ts';
import { Ledger } from './ledger.ts';
import { startLoad } from './load.ts';

const tolls: Record<Ground['size'], DeathToll> = {
  small: { kills: 10, atFailPoints: 1, pauseMs: 1_000 },
  large: { kills: 200, atFailPoints: 20, pauseMs: 4_000 },
};

/**
 * Processes die at random and at every fail-point while people work, and the mail server hangs up after now and then a
 * message; afterwards four witnesses must agree.
 */
export async function faults(ground: Ground): Promise<void> {
  const { stage, size, random, tallies, say } = ground;
  const ledger = new Ledger(join(stage.folder, 'faults-ledger.jsonl'));
  const moods = random.fork();
  stage.sink.temper = () => ({ kind: moods.chance(0.05) ? 'cut' : 'accept' });
  await stage.withReplicas(doubled, async () => {
    const load = await startLoad(ground, ledger);
    await executeAll(stage, tolls[size], random.fork(), tallies, say);
    await load.end();
    stage.sink.temper = () => ({ kind: 'accept' });
    say(`${ledger.accepted} commands were accepted; waiting until all is quiet`);
    await untilQuiet(stage, tallies);
  });
  await consult(stage, ledger, tallies, say);
}
