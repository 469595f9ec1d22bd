import type { DescMessage } from '@bufbuild/protobuf';
import { contract } from './contract.js';

/** The fields of a record that somebody may not see or not change, by their JSON names; absent ones are free. */
export interface FieldLimits {
  hidden: ReadonlySet<string>;
  masked: ReadonlySet<string>;
  /** Not to be changed: these, the hidden and the masked. */
  unwritable: ReadonlySet<string>;
}

/** What somebody's rights say of the fields of objects. */
export interface FieldRights {
  /** Undefined where all fields of the object are free. */
  limits(object: string): FieldLimits | undefined;
  /** The fields shown of records beyond reach; undefined where those stay hidden. */
  names(object: string): readonly string[] | undefined;
}

/** How somebody sees records, and which single ones differ from the others. */
export interface View {
  /** The same object for people with the same rights: what is worked out from it is kept with it. */
  rights: FieldRights;
  /** Whether a record lies beyond reach and only its name may be shown. */
  isNameOnly(record: object): boolean;
  /** Fields of one record that are shown whatever the rights say: what a superior granted for a time. */
  granted(object: string, id: string): readonly string[];
}

/** What stands in a masked text that is not empty. */
export const maskedText = '•••';

const limitsByRights = new WeakMap<FieldRights, Map<string, FieldLimits | undefined>>();

/**
 * Which fields of a message are not free: of an object as rights say, of any other message those that stand for a field
 * of an object. Undefined where all are free.
 */
export function messageLimits(rights: FieldRights, message: string): FieldLimits | undefined {
  let known = limitsByRights.get(rights);
  if (!known) limitsByRights.set(rights, (known = new Map()));
  if (!known.has(message)) known.set(message, findLimits(rights, message));
  return known.get(message);
}

function findLimits(rights: FieldRights, message: string): FieldLimits | undefined {
  const object = contract.objectOf(message);
  if (object) return rights.limits(object.name);
  const limited = (kind: keyof FieldLimits) =>
    contract
      .fields(message)
      .flatMap(({ name, rules: { standsFor } }) =>
        standsFor && rights.limits(standsFor.object)?.[kind].has(standsFor.field) ? [name] : [],
      );
  const unwritable = new Set(limited('unwritable'));
  if (unwritable.size === 0) return undefined;
  return { hidden: new Set(limited('hidden')), masked: new Set(limited('masked')), unwritable };
}

const within = new Map<string, readonly DescMessage[]>();

/** A message and every message that it may hold, however deep. */
export function messagesWithin(message: DescMessage): readonly DescMessage[] {
  let found = within.get(message.typeName);
  if (!found) {
    const all = new Map([[message.typeName, message]]);
    for (const one of all.values())
      for (const field of contract.fields(one.typeName))
        if (field.message) all.set(field.message.typeName, field.message);
    within.set(message.typeName, (found = [...all.values()]));
  }
  return found;
}
