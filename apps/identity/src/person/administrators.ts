import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import type { Transaction } from '@kontor/database/transaction';
import { AppError } from '@kontor/errors/app-error';
import { knownRoles } from '../role/known-roles.js';
import type { PersonRow } from './person.entity.js';
import { locksEverybodyOut, removesLastAdministrator, type RightsOf } from './rules/last-administrator.js';

/** Refuses a change of a person that would take the last administrator. In a turn of `organisation`. */
export async function checkAdministrators(
  tx: Transaction,
  before: PersonRow,
  changes: Partial<Pick<Person, 'roles' | 'status'>>,
  field?: string,
): Promise<void> {
  if (!changes.roles && !changes.status) return;
  const { rights } = await knownRoles(tx);
  const others = await activeRoles(tx, before.id);
  if (removesLastAdministrator(before, { ...before, ...changes }, others, rights))
    throw lastAdministrator(field);
}

/** Refuses a change of what roles mean that would do so. In a turn of `organisation`. */
export async function checkLockout(tx: Transaction, before: RightsOf, after: RightsOf): Promise<void> {
  if (locksEverybodyOut(await activeRoles(tx), before, after)) throw lastAdministrator();
}

/** Which roles active people hold together, each set once; without those of one person, where given. */
async function activeRoles(tx: Transaction, exceptId?: string): Promise<string[][]> {
  const rows = await tx.query<{ roles: string[] }>(
    `SELECT DISTINCT roles FROM person WHERE status = 'active' AND id IS DISTINCT FROM $1::uuid`,
    [exceptId ?? null],
  );
  return rows.map(({ roles }) => roles);
}

function lastAdministrator(field?: string): AppError {
  const fields = field ? [{ field, reason: 'last-administrator' }] : [];
  return new AppError('conflict', 'last-administrator', { fields });
}
