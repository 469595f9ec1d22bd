import type { Unit, UnitKind } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import type { FieldViolation } from '@kontor/errors/app-error';

/** The fields of a unit that callers may change. */
export type UnitFields = Pick<Unit, 'name' | 'parentId' | 'headId' | 'calendarId'> & { kind: UnitKind };

type Given = Partial<{ [K in keyof UnitFields]: UnitFields[K] | undefined }>;

/** Each field: what is stored for what was given, where absence and empty text mean "none". */
const stored: { [K in keyof UnitFields]-?: (given: Given) => UnitFields[K] } = {
  name: ({ name }) => name?.trim() ?? '',
  parentId: ({ parentId }) => parentId || undefined,
  kind: ({ kind }) => kind ?? 'department',
  headId: ({ headId }) => headId || undefined,
  calendarId: ({ calendarId }) => calendarId || undefined,
};

/** Fields that only the service sets. */
const kept: ReadonlySet<string> = new Set(['id', 'etag', 'createTime', 'updateTime']);

/** The fields of a new unit: a department at the top, unless told otherwise. */
export function newUnitFields(given: Given): { changes: UnitFields; faults: FieldViolation[] } {
  const { changes, faults } = unitChanges(given, Object.keys(stored));
  return { changes: changes as UnitFields, faults };
}

/**
 * The changes that a request makes, from the fields in its mask. The name cannot be cleared; no parent is the top,
 * and a unit of no kind a department.
 */
export function unitChanges(
  given: Given,
  mask: readonly string[],
): { changes: Partial<UnitFields>; faults: FieldViolation[] } {
  const changes: Partial<Record<keyof UnitFields, unknown>> = {};
  const faults: FieldViolation[] = [];
  for (const name of mask) {
    const field = `unit.${name}`;
    if (!isChangeable(name)) {
      faults.push({ field, reason: kept.has(name) ? 'read-only-field' : 'unknown-field' });
      continue;
    }
    const value = stored[name](given);
    if (value === '') faults.push({ field, reason: 'required' });
    else changes[name] = value;
  }
  return { changes: changes as Partial<UnitFields>, faults };
}

function isChangeable(name: string): name is keyof UnitFields {
  return Object.hasOwn(stored, name);
}
