import { hasValue } from './custom-changes.js';
import { isFilled } from './standard-requirements.js';

const custom = 'custom.';

/** Which of these fields a record has a value in; custom ones are named `custom.<key>`. */
export function filledFields(fields: readonly string[], record: object): string[] {
  const values = record as Readonly<Record<string, unknown>>;
  const own = (values.custom ?? {}) as Readonly<Record<string, unknown>>;
  return fields.filter((field) =>
    field.startsWith(custom) ? hasValue(own[field.slice(custom.length)]) : isFilled(values[field]),
  );
}
