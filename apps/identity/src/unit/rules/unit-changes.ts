import type { Unit } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import type { FieldViolation } from '@kontor/errors/app-error';

/** The fields of a unit that callers may change. */
export type UnitFields = Pick<Unit, 'name' | 'parentId'>;

/** Fields that only the service sets. */
const kept: ReadonlySet<string> = new Set(['id', 'etag', 'createTime', 'updateTime']);

/** The changes that a request makes, from the fields in its mask. The name cannot be cleared; no parent is the top. */
export function unitChanges(
  given: Partial<UnitFields>,
  mask: readonly string[],
): { changes: Partial<UnitFields>; faults: FieldViolation[] } {
  const changes: Partial<UnitFields> = {};
  const faults: FieldViolation[] = [];
  for (const name of mask) {
    const field = `unit.${name}`;
    if (name === 'parentId') changes.parentId = given.parentId || undefined;
    else if (name === 'name' && given.name?.trim()) changes.name = given.name.trim();
    else if (name === 'name') faults.push({ field, reason: 'required' });
    else faults.push({ field, reason: kept.has(name) ? 'read-only-field' : 'unknown-field' });
  }
  return { changes, faults };
}
