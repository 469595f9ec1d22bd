import { customField, isCustomName } from './custom-names.js';

/** How the values of custom fields are shown to somebody. */
export type CustomShaper = (values: Record<string, unknown>) => Record<string, unknown>;

/**
 * Leaves out hidden values, shows of masked texts only that they are there, and leaves out other masked values. Undefined
 * where no single custom field is limited. Names are `custom.<key>`.
 */
export function customShaper(
  hidden: ReadonlySet<string>,
  masked: ReadonlySet<string>,
  mask: string,
): CustomShaper | undefined {
  const [gone, covered] = [keysIn(hidden), keysIn(masked)];
  if (gone.size + covered.size === 0) return undefined;
  return (values) =>
    Object.fromEntries(
      Object.entries(values).flatMap(([key, value]): [string, unknown][] => {
        if (gone.has(key)) return [];
        if (!covered.has(key)) return [[key, value]];
        return typeof value === 'string' && value !== '' ? [[key, mask]] : [];
      }),
    );
}

function keysIn(names: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...names].filter(isCustomName).map((name) => name.slice(customField.length + 1)));
}

/** The names `custom.<key>` of the values in a request that may not be changed. */
export function unwritableCustom(values: unknown, unwritable: ReadonlySet<string> | undefined): string[] {
  if (typeof values !== 'object' || values === null || !unwritable) return [];
  return Object.keys(values)
    .map((key) => `${customField}.${key}`)
    .filter((name) => unwritable.has(name));
}
