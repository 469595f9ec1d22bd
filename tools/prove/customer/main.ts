import type { Ground } from '../proof.ts';
import { capRaces } from './cap.ts';
import { claimRaces } from './claims.ts';
import { convertUnderKills } from './convert.ts';
import { duplicateRaces } from './duplicates.ts';
import { freezeRaces } from './freeze.ts';
import { importKills } from './import-kills.ts';
import { mergeKills, mergeRaces } from './merges.ts';
import { reclaimKills, reclaimRaces } from './reclaim.ts';

/** What must hold of the customer base, whoever races and whatever dies: each of these says what it claims. */
export async function customer(ground: Ground): Promise<void> {
  const { stage, say } = ground;
  const races = [claimRaces, capRaces, duplicateRaces, mergeRaces, freezeRaces, reclaimRaces];
  const kills = [mergeKills, reclaimKills, importKills];
  await stage.withTwin('customer', async (second) => {
    for (const prove of [...races, ...kills]) {
      say(`customer: ${prove.name}`);
      await prove(ground, second);
    }
  });
  await convertUnderKills(ground);
}
