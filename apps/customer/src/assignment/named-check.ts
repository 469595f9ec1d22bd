import type { Transaction } from '@kontor/database/transaction';
import { checkFaults } from '@kontor/errors/app-error';
import type { AssignmentRule } from './assignment-rule.entity.js';

type Named = Partial<Pick<AssignmentRule, 'personIds' | 'unitIds' | 'roleIds'>>;

/**
 * Throws invalid, naming the field, for people, units and roles that are not there: such a rule would choose nobody, such a
 * pool be open to nobody.
 */
export async function checkNamed(
  tx: Transaction,
  { personIds = [], unitIds = [], roleIds = [] }: Named,
): Promise<void> {
  const [people, units] = await Promise.all([
    known(tx, `SELECT id FROM person_copy WHERE id = ANY ($1::uuid[]) AND status <> 'left'`, personIds),
    known(tx, 'SELECT id FROM unit_copy WHERE id = ANY ($1::uuid[]) AND NOT deleted', unitIds),
  ]);
  const wrong = (field: string, reason: string, ids: readonly string[], isKnown: (id: string) => boolean) =>
    ids.flatMap((id, i) => (isKnown(id) ? [] : [{ field: `${field}[${i}]`, reason }]));
  const fields = [
    ...wrong('personIds', 'owner-unknown', personIds, (id) => people.has(id)),
    ...wrong('unitIds', 'assignment-unit-unknown', unitIds, (id) => units.has(id)),
    ...wrong('roleIds', 'assignment-role-unknown', roleIds, (id) => tx.organisation.hasRole(id)),
  ];
  checkFaults(fields);
}

async function known(tx: Transaction, text: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  return new Set((await tx.query<{ id: string }>(text, [ids])).map(({ id }) => id));
}
