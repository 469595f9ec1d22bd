import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '@kontor/database/transaction';
import { PersonRow } from '../person/person.entity.js';
import type { SubstitutionRow } from './substitution.entity.js';

/** Asks for notices to the absent person and the substitute, but for the one who decided it. */
export async function tellBoth(tx: Transaction, row: SubstitutionRow, deciderId: string): Promise<void> {
  const { id, personId, substituteId, startTime, endTime, cancelTime } = row;
  const values = {
    absentName: (await tx.get(PersonRow, personId)).name,
    substituteName: (await tx.get(PersonRow, substituteId)).name,
    startTime,
    endTime,
    cancelled: cancelTime === undefined ? '' : 'yes',
  };
  for (const told of [personId, substituteId].filter((one) => one !== deciderId)) {
    const noticeId = uuidv7();
    tx.emit(
      'kontor.notification.v1.NoticeRequested',
      { id: noticeId, version: 1 },
      { noticeId, personId: told, template: 'substitution', about: `substitutions/${id}`, values },
    );
  }
}
