import { isSame } from './same-value.js';

/**
 * What an undo gives back of a record: each field that still has the value which the merge gave it. Of lists and custom
 * values, each item that it gave goes and each that it took comes again, also where others were changed since.
 */
export function restoredValues<R extends object>(
  record: R,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): Partial<R> {
  const now = record as Record<string, unknown>;
  const changes = Object.keys(after).flatMap((name): [string, unknown][] => {
    const [is, was, made] = [now[name], before[name], after[name]];
    if (isSame(is, made)) return [[name, was ?? undefined]];
    const mixed = withoutMade(is, was ?? undefined, made);
    return mixed === undefined || isSame(mixed, is) ? [] : [[name, mixed]];
  });
  return Object.fromEntries(changes) as Partial<R>;
}

/** A list or an object without what the merge made of it; undefined for other values, which cannot be taken apart. */
function withoutMade(is: unknown, was: unknown, made: unknown): unknown {
  if (Array.isArray(is) && Array.isArray(made)) {
    const old: unknown[] = Array.isArray(was) ? was : [];
    const taken = old.filter((item) => !has(made, item) && !has(is, item));
    return [...taken, ...is.filter((item) => has(old, item) || !has(made, item))];
  }
  if (!isObject(is) || !isObject(made)) return undefined;
  const old = isObject(was) ? was : {};
  const values = new Map(Object.entries(is));
  for (const key of new Set([...Object.keys(old), ...Object.keys(made)])) {
    if (isSame(old[key], made[key]) || !isSame(is[key], made[key])) continue;
    if (old[key] === undefined) values.delete(key);
    else values.set(key, old[key]);
  }
  return Object.fromEntries(values);
}

const has = (items: readonly unknown[], item: unknown): boolean => items.some((one) => isSame(one, item));

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
