import { AppError } from '@kontor/errors/app-error';

const ENTITY_TAG = /^(?:W\/)?"([\x21\x23-\x7e]{1,40})"$/;

/**
 * The etag of an `If-Match` header: `"3"`, and `W/"3"` as proxies that compress write it. `*` (any version) gives
 * undefined, as an absent header does. Throws AppError `invalid` for anything else, a list of tags included: one
 * version can be changed, not several.
 */
export function readIfMatch(header: string | undefined): string | undefined {
  const text = header?.trim();
  if (text === undefined || text === '*') return undefined;
  const etag = ENTITY_TAG.exec(text)?.[1];
  if (etag === undefined)
    throw new AppError('invalid', 'etag-invalid', {
      fields: [{ field: 'If-Match', reason: 'etag-invalid' }],
    });
  return etag;
}

/** Tells whether an `If-None-Match` header names the record's etag. A malformed header matches nothing. */
export function matchesNone(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return header.split(',').some((tag) => ENTITY_TAG.exec(tag.trim())?.[1] === etag);
}
