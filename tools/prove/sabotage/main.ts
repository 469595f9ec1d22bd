import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Tallies } from '../claim.ts';
import { Ledger } from '../faults/ledger.ts';
import { startLoad } from '../faults/load.ts';
import { consult } from '../oracle/oracle.ts';
import { untilQuiet } from '../oracle/quiet.ts';
import type { Ground } from '../proof.ts';
import { acts } from './acts.ts';
import { customerSabotage } from './customer.ts';

/** Whether the oracle sees anything: each kind of damage is done once, and the claim that is about it must fail. */
export async function sabotage(ground: Ground): Promise<void> {
  const { stage, tallies, say } = ground;
  const ledger = new Ledger(join(stage.folder, 'sabotage-ledger.jsonl'));
  const load = await startLoad(ground, ledger);
  await sleep(3_000);
  await load.end();
  await untilQuiet(stage, tallies);
  const faultless = await failing();
  tallies.of('sound-is-called-sound').check(faultless.length > 0 ? faultless.join(', ') : undefined);
  for (const { what, claim, commit } of acts) {
    const undo = await commit(stage, ledger);
    const seen = await failing();
    await undo();
    const fault = `${what}: seen by ${seen.join(', ') || 'nobody'}, not by ${claim}`;
    tallies.of('damage-is-noticed').check(seen.includes(claim) ? undefined : fault);
  }
  const left = await failing();
  tallies.of('sound-is-called-sound').check(left.length > 0 ? left.join(', ') : undefined);
  say(`${acts.length} kinds of damage were done and undone`);
  await customerSabotage(ground);

  async function failing(): Promise<string[]> {
    const judged = new Tallies('');
    await consult(stage, ledger, judged, () => {});
    return judged.all().flatMap(({ name, failures }) => (failures > 0 ? [name.slice(1)] : []));
  }
}
