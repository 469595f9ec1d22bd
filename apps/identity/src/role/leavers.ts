import type { Transaction } from '@kontor/database/transaction';
import { AppError } from '@kontor/errors/app-error';
import { PersonRow } from '../person/person.entity.js';
import { changePerson } from '../person/person.service.js';
import { storedRoles } from '../person/rules/person-changes.js';

/**
 * Takes a role that goes away from people who left, lest another role of its id be theirs when they return. Throws
 * role-in-use where somebody who works here holds it. In a turn of `organisation`.
 */
export async function takeFromLeavers(tx: Transaction, roleId: string): Promise<void> {
  const holders = await tx.select(
    PersonRow,
    'r.roles ? $1',
    [roleId],
    'ORDER BY r.id FOR NO KEY UPDATE OF r',
  );
  if (holders.some(({ status }) => status !== 'left')) throw new AppError('conflict', 'role-in-use');
  for (const person of holders)
    await changePerson(tx, person, { roles: storedRoles(person.roles.filter((id) => id !== roleId)) });
}
