import type { RowPolicy } from '@kontor/access/row-policy';

/** The policy of the record that others follow in the end; undefined where rows have no owner. */
export function ownedRoot(policy: RowPolicy): (RowPolicy & { kind: 'owned' }) | undefined {
  if (policy.kind === 'owned') return policy;
  return policy.kind === 'follows' ? ownedRoot(policy.policy) : undefined;
}

/** A SELECT of `id` and `owner` of the rows with the ids in $1, however many tables away the owner stands. */
export function ownersStatement(table: string, policy: RowPolicy): string {
  const joins: string[] = [];
  let [alias, at] = ['t0', policy];
  while (at.kind === 'follows') {
    const next = `t${joins.length + 1}`;
    joins.push(`JOIN ${at.table} ${next} ON ${next}.id = ${alias}.${at.column}`);
    [alias, at] = [next, at.policy];
  }
  if (at.kind !== 'owned') throw new Error(`rows of ${table} have no owner`);
  return `SELECT t0.id, ${alias}.${at.column} AS owner FROM ${table} t0 ${joins.join(' ')} WHERE t0.id = ANY ($1::uuid[])`;
}
