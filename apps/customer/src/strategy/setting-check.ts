import type { StrategyValues } from '@kontor/contracts/gen/kontor/customer/v1/strategy';
import type { Transaction } from '@kontor/database/transaction';
import { refusedField } from '@kontor/errors/app-error';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { UnitCopy } from '@kontor/people/unit-copy.entity';
import { Pool } from '../pool/pool.entity.js';
import type { ScopedValues } from './rules/strategy.js';

/** Values that are about people, not about what they work on: a product line cannot have them. */
const ofPeople = [
  'capEnabled',
  'cap',
  'claimEnabled',
  'claimPerDay',
] as const satisfies (keyof StrategyValues)[];

/**
 * Throws invalid for a scope that is not there and for values that would never be used: a typing error would switch
 * nothing on, and nobody would notice. `path` stands before the names of fields.
 */
export async function checkSetting(
  tx: Transaction,
  { scope, scopeId, values }: ScopedValues,
  path = '',
): Promise<void> {
  const known = {
    company: () => true,
    product_line: () => scopeId !== '',
    role: () => tx.organisation.hasRole(scopeId),
    unit: async () => isUuid(scopeId) && (await tx.find(UnitCopy, scopeId))?.deleted === false,
    person: async () => isUuid(scopeId) && (await tx.find(PersonCopy, scopeId)) !== undefined,
  };
  if (scope === 'company' && scopeId !== '')
    throw refusedField(`${path}scopeId`, 'strategy-scope-of-company');
  if (!(await known[scope]())) throw refusedField(`${path}scopeId`, 'strategy-scope-unknown');
  const misplaced = scope === 'product_line' && ofPeople.find((name) => values[name] !== undefined);
  if (misplaced) throw refusedField(`${path}values.${misplaced}`, 'strategy-of-people');
  if (!values.poolId) return;
  const pool = await tx.find(Pool, values.poolId);
  if (!pool) throw refusedField(`${path}values.poolId`, 'pool-not-found');
  if (pool.kind !== 'prospect') throw refusedField(`${path}values.poolId`, 'pool-kind');
}

const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
