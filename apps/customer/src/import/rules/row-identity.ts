import { createHash } from 'node:crypto';
import type { Place } from './columns.js';

/**
 * The external id of a row that brings none: made from the source and all mapped cells, whatever the order of the
 * columns. The same row imported again is so the same customer, and a row that differs in anything is another.
 */
export function derivedExternalId(
  source: string,
  cells: readonly string[],
  places: readonly Place[],
): string {
  const values = places.map(({ field, column, index }) => [field, column, cells[index] ?? '']);
  values.sort((a, b) => (`${a[0]} ${a[1]}` < `${b[0]} ${b[1]}` ? -1 : 1));
  return `row-${createHash('sha256')
    .update(JSON.stringify([source, values]))
    .digest('base64url')}`;
}

const longestSource = 50;

/** The source of an import that names none: the name of its file, a long one shortened but still its own. */
export function sourceOfFile(fileName: string): string {
  const letters = [...fileName];
  if (letters.length <= longestSource) return fileName;
  const hash = createHash('sha256').update(fileName).digest('hex').slice(0, 12);
  return `${letters.slice(0, longestSource - 13).join('')}-${hash}`;
}
