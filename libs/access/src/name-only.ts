/** A symbol, so that JSON never shows it, and copied by `{ ...row }`, so that an answer made from a row keeps it. */
const mark: unique symbol = Symbol.for('kontor.name-only');

/** Marks a record as beyond the caller's reach: only the fields of the name-only view may be shown of it. Returns it. */
export function markNameOnly<R extends object>(record: R): R {
  return Object.assign(record, { [mark]: true });
}

/** Whether a record lies beyond the caller's reach and is shown by the fields of the name-only view only. */
export function isNameOnly(record: object): boolean {
  return (record as { [mark]?: true })[mark] === true;
}
