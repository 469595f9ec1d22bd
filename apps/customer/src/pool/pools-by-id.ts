import type { Transaction } from '@kontor/database/transaction';
import { Pool } from './pool.entity.js';

/** Pools by id; those that are not there are left out. */
export async function poolsById(tx: Transaction, ids: readonly string[]): Promise<Map<string, Pool>> {
  if (ids.length === 0) return new Map();
  const pools = await tx.select(Pool, 'r.id = ANY ($1::uuid[])', [[...new Set(ids)]]);
  return new Map(pools.map((pool) => [pool.id, pool]));
}
