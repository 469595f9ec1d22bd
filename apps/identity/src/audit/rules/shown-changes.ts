import type { Rights } from '@kontor/access/rights';
import type { AuditedChange } from '@kontor/contracts/gen/kontor/identity/v1/audit';
import { contract } from '@kontor/schema/contract';

/** The part of an entry that tells of changes. */
export interface ToldChanges {
  object: string;
  /** JSON text. */
  changes?: string | undefined;
  outcome: string;
}

/**
 * What an entry says of changes, as its reader may see it. A list of two is a field, before and after; anything else, and
 * all that a refusal says, a detail. A field that the reader may not see keeps its name and loses both values; so does a column of
 * such an object that the contract does not know, unless the reader may all. Broken JSON is shown as no change.
 */
export function shownChanges(
  { object, changes, outcome }: ToldChanges,
  rights: Pick<Rights, 'all' | 'field'>,
): AuditedChange[] {
  return Object.entries(parsed(changes)).map(([field, value]) => {
    if (outcome === 'refused' || !isPair(value))
      return { field, ...(isGiven(value) && { after: textOf(value) }) };
    if (!maySee(object, field, rights)) return { field };
    const [before, after] = value;
    return {
      field,
      ...(isGiven(before) && { before: textOf(before) }),
      ...(isGiven(after) && { after: textOf(after) }),
    };
  });
}

/** Tables are called in snake case, what rights are given on in kebab case. */
function maySee(table: string, field: string, rights: Pick<Rights, 'all' | 'field'>): boolean {
  const object = table.replaceAll('_', '-');
  if (rights.all || !contract.object(object)) return true;
  const right = rights.field(object, field);
  return right === 'read' || right === 'write';
}

function parsed(changes: string | undefined): object {
  try {
    const value: unknown = JSON.parse(changes ?? '{}');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}

function isPair(value: unknown): value is [unknown, unknown] {
  return Array.isArray(value) && value.length === 2;
}

function isGiven(value: unknown): boolean {
  return value !== null && value !== undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
