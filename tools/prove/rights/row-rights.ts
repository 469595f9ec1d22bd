import type { Tallies } from '../claim.ts';
import type { Random } from '../random.ts';
import { drawCompany } from './company.ts';
import type { Office } from './office.ts';
import { tryCompany } from './trial.ts';

/** Lets so many companies move in and judges them; resolves to the number of cases: who asked, times records judged. */
export async function rowRights(
  office: Office,
  companies: number,
  random: Random,
  tallies: Tallies,
): Promise<number> {
  let cases = 0;
  for (let i = 0; i < companies; i++) {
    const chance = random.fork();
    const company = drawCompany(chance);
    for (const { claim, records, wrong } of await tryCompany(office, company, chance)) {
      tallies.of(claim).check(wrong && `seed of the company ${chance.seed}: ${wrong}`, claim);
      cases += records;
    }
  }
  return cases;
}
