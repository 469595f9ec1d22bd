import type { Address, Phone } from '@kontor/contracts/gen/kontor/customer/v1/customer';

/** Whether two values are one as JSON, whatever the order of keys: the database has its own. */
export function isSame(a: unknown, b: unknown): boolean {
  return asJson(a) === asJson(b);
}

const asJson = (value: unknown): string => JSON.stringify(ordered(value ?? null));

/**
 * The first list with those items of the second that it lacks, each once. `field` says what makes two items one: a number
 * with its extension however it was written, an e-mail and an address whatever its case.
 */
export function joinedItems<T>(field: string, ours: readonly T[], theirs: readonly T[]): T[] {
  const form = (item: T): string =>
    (Object.hasOwn(forms, field) ? forms[field]?.(item) : undefined) ?? asJson(item);
  const known = new Set(ours.map(form));
  const further = theirs.filter((item) => {
    const isNew = !known.has(form(item));
    known.add(form(item));
    return isNew;
  });
  return [...ours, ...further];
}

const folded = (text: string): string => text.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();

/** By field, the normal form of an item. */
const forms: Readonly<Record<string, (item: unknown) => string>> = {
  phones: (item) => {
    const { number, raw, extension = '' } = item as Phone;
    return `${number || folded(raw)};${extension}`;
  },
  emails: (item) => folded(item as string),
  addresses: (item) => {
    const { street, city, region, postalCode, country } = item as Address;
    return JSON.stringify([street, city, region, postalCode, country].map((part) => folded(part ?? '')));
  },
};

/** Both texts, the first one first, each once. */
export function joinedText(ours: string, theirs: string): string {
  const texts = ours === theirs ? [ours] : [ours, theirs];
  return texts.filter(Boolean).join('\n');
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => [name, ordered(one)]),
  );
}
