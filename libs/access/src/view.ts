import type { View } from '@kontor/schema/view';
import type { Caller } from './caller.js';
import { isNameOnly } from './name-only.js';
import { rightsOf } from './permissions.js';
import type { Rights } from './rights.js';

/** Fields of one record that a superior granted to a person for a time. */
export interface FieldGrant {
  /** Name of the object, such as customer. */
  object: string;
  /** UUID of the record. */
  objectId: string;
  /** By their names in JSON. */
  fields: readonly string[];
  /** From this moment until before the other, epoch milliseconds. */
  start: number;
  end: number;
}

const usual = new WeakMap<Rights, View>();

/**
 * How a caller sees records; undefined for services and administrators, who see all. What was granted for a time is
 * judged at the moment that a record is shown, not when the service learnt of it.
 */
export function viewOf(caller: Caller): View | undefined {
  if (caller.kind === 'service') return undefined;
  const rights = rightsOf(caller);
  if (rights.all) return undefined;
  const { grants = [] } = caller;
  if (grants.length > 0)
    return { rights, isNameOnly, granted: (object, id) => grantedNow(grants, object, id) };
  let view = usual.get(rights);
  if (!view) usual.set(rights, (view = { rights, isNameOnly, granted: () => [] }));
  return view;
}

/** The fields of a record that are granted at a moment. */
function grantedNow(
  grants: readonly FieldGrant[],
  object: string,
  id: string,
  now = Date.now(),
): readonly string[] {
  return grants.flatMap((grant) => {
    const holds = grant.object === object && grant.objectId === id && grant.start <= now && now < grant.end;
    return holds ? grant.fields : [];
  });
}
