import type { Transaction } from '@kontor/database/transaction';
import { requestNotice } from '@kontor/people/request-notice';
import { PersonRow } from '../person/person.entity.js';
import type { SubstitutionRow } from './substitution.entity.js';

/** Asks for notices to the absent person and the substitute, but for the one who decided it. */
export async function tellBoth(tx: Transaction, row: SubstitutionRow, deciderId: string): Promise<void> {
  const told = [row.personId, row.substituteId].filter((one) => one !== deciderId);
  await tell(tx, row, told);
}

/** Asks for a notice to the nearest superior who works here, who is to agree. `personAndAbove`: the absent person first. */
export async function tellSuperior(
  tx: Transaction,
  row: SubstitutionRow,
  [, ...above]: readonly string[],
): Promise<void> {
  for (const personId of above) {
    if ((await tx.get(PersonRow, personId)).status !== 'active') continue;
    if (personId !== row.substituteId) await tell(tx, row, [personId]);
    return;
  }
}

async function tell(tx: Transaction, row: SubstitutionRow, told: readonly string[]): Promise<void> {
  const { id, personId, substituteId, startTime, endTime, cancelTime } = row;
  const values = {
    absentName: (await tx.get(PersonRow, personId)).name,
    substituteName: (await tx.get(PersonRow, substituteId)).name,
    startTime,
    endTime,
    cancelled: cancelTime === undefined ? '' : 'yes',
  };
  for (const one of told) {
    requestNotice(tx, { personId: one, template: 'substitution', about: `substitutions/${id}`, values });
  }
}
