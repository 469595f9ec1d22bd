import type { CountScope } from '@kontor/contracts/gen/kontor/customer/v1/metric';
import type { Transaction } from '@kontor/database/transaction';
import { AppError, refusedField } from '@kontor/errors/app-error';
import type { Filter } from '@kontor/query/filter';
import { filterLimits } from '@kontor/query/filter';
import { checkUnit } from './known-unit.js';

/** Whose customers are counted. */
export interface ScopeRequest {
  scope?: CountScope | undefined;
  personId?: string | undefined;
  unitId?: string | undefined;
}

/** The owners whose customers are counted; null for all customers, also those without owner. */
export type ScopeOwners = readonly string[] | null;

/**
 * The owners of a scope: one person, a person and everybody below, a unit and all below it, or the company. The same
 * scope has the same owners whoever asks; who does not reach all of them is refused (403 scope-out-of-reach), so that
 * no number is ever a part of what its name says. Throws `invalid` unknown-unit for a unit that is not there.
 */
export async function ownersOfScope(tx: Transaction, request: ScopeRequest): Promise<ScopeOwners> {
  const owners = await listedOwners(tx, request);
  const reach = tx.reach('customer').owners;
  if (reach === 'all') return owners;
  if (owners?.every((id) => reach.includes(id))) return owners;
  throw new AppError('forbidden', 'scope-out-of-reach');
}

async function listedOwners(
  tx: Transaction,
  { scope = 'own', personId, unitId }: ScopeRequest,
): Promise<ScopeOwners> {
  const { caller } = tx.call;
  const person = personId ?? caller.personId;
  switch (scope) {
    case 'company':
      return null;
    case 'own':
      return [person];
    case 'team': {
      const below = await tx.query<{ id: string }>(
        'SELECT person_id AS id FROM reporting_line WHERE superior_id = $1::uuid AND person_id <> $1::uuid ORDER BY 1',
        [person],
      );
      return [person, ...below.map(({ id }) => id)];
    }
    case 'unit': {
      if (unitId) await checkUnit(tx, 'unitId', unitId);
      const unit = unitId ?? tx.organisation.unitsOf(caller.personId)[0];
      if (!unit) {
        throw refusedField('unitId', 'required');
      }
      return tx.organisation.inUnitAndBelow(unit);
    }
  }
}

/** Condition that keeps the customers of a scope; `r` is the customer. Appends to `params`. */
export function scopeSql(owners: ScopeOwners, params: unknown[]): string {
  if (!owners) return 'TRUE';
  const at = `$${params.push(owners)}::uuid[]`;
  // The first is what indexes are on, the second what is meant: what somebody keeps for nobody is nobody's.
  return `r.guardian_id = ANY (${at}) AND r.owner_id = ANY (${at})`;
}

/** The filter by which a list of customers shows what was counted; undefined where a list takes no such filter. */
export function drillDown(filter: Filter, owners: ScopeOwners): string | undefined {
  if (!owners) return JSON.stringify(filter);
  if (owners.length === 0 || owners.length > filterLimits.listItems) return undefined;
  return JSON.stringify({ and: [filter, { field: 'ownerId', op: 'in', value: owners }] });
}
