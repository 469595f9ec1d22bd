import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import type { MessageParams } from '@kontor/errors/app-error';
import { decimalOf, millionths } from '@kontor/schema/decimal';
import { isCurrency, isDate, isDecimal, isUuid } from '@kontor/schema/formats';

/** What somebody says instead of a value where the field allows it. */
export const unknownValue = { unknown: true } as const;

/** A value as records keep it: texts, decimals, days, times, option keys and ids as text; no other forms. */
export type CustomValue =
  string | boolean | readonly string[] | { amount: string; currency: string } | typeof unknownValue;

/** A value in its one form, or why it is none. */
export type ReadValue = { value: CustomValue } | { reason: string; params?: MessageParams };

/** Greatest lengths of texts, in Unicode code points. */
const longest = { text: 1000, multiline: 10_000 } as const;

/** Control characters, direction overrides and halves of surrogate pairs, as the contract refuses them in texts. */
const refused = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

/** Every decimal number of so many digits comes out of a double as it went in. */
const exactDigits = 15;

/** Whether a value says that it is unknown. */
export function isUnknown(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (value as { unknown?: unknown }).unknown === true;
}

/**
 * Reads what a caller gave for a field. `before` is what the record has: an option that was retired meanwhile may stay.
 * Whether a person or a record is there is asked by the caller of this.
 */
export function readCustomValue(field: CustomField, given: unknown, before?: unknown): ReadValue {
  if (isUnknown(given) && Object.keys(given as object).length === 1)
    return field.unknownAllowed ? { value: unknownValue } : { reason: 'custom-unknown-refused' };
  switch (field.type) {
    case 'text':
    case 'multiline':
      return readText(field, given, field.type);
    case 'number':
      return readNumber(field, given);
    case 'money':
      return readMoney(field, given);
    case 'date':
      return readDate(field, given);
    case 'time':
      return typeof given === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(given)
        ? { value: given }
        : { reason: 'custom-not-a-time' };
    case 'boolean':
      return typeof given === 'boolean' ? { value: given } : wrongType('boolean');
    case 'choice':
      return typeof given === 'string' ? readOption(field, given, before) : wrongType('text');
    case 'multi_choice':
      return readOptions(field, given, before);
    case 'person':
    case 'reference':
      return typeof given === 'string' && isUuid(given.toLowerCase())
        ? { value: given.toLowerCase() }
        : { reason: 'not-a-uuid' };
  }
}

function wrongType(expected: string): ReadValue {
  return { reason: 'wrong-type', params: { expected } };
}

function readText(field: CustomField, given: unknown, type: keyof typeof longest): ReadValue {
  if (typeof given !== 'string') return wrongType('text');
  const text = type === 'multiline' ? given.replace(/[\t\n\r]/g, '') : given;
  if (refused.test(text)) return { reason: 'control-character' };
  const value = given.trim();
  if (value === '') return { reason: 'blank' };
  const length = [...value].length;
  const max = field.maximum ? Math.min(Number(field.maximum), longest[type]) : longest[type];
  if (length > max) return { reason: 'too-long', params: { max } };
  if (field.minimum && length < Number(field.minimum))
    return { reason: 'too-short', params: { min: field.minimum } };
  return { value };
}

function readNumber(field: CustomField, given: unknown): ReadValue {
  const decimal = canonicalDecimal(given);
  if (decimal === undefined) return { reason: 'not-a-decimal' };
  return outside(field, decimal) ?? { value: decimal };
}

function readMoney(field: CustomField, given: unknown): ReadValue {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return { reason: 'custom-not-money' };
  const { amount, currency, ...others } = given as Record<string, unknown>;
  const decimal = canonicalDecimal(amount);
  if (decimal === undefined || Object.keys(others).length > 0) return { reason: 'custom-not-money' };
  if (typeof currency !== 'string' || !isCurrency(currency)) return { reason: 'not-a-currency' };
  return outside(field, decimal) ?? { value: { amount: decimal, currency } };
}

function outside({ minimum, maximum }: CustomField, decimal: string): ReadValue | undefined {
  if (minimum && millionths(decimal) < millionths(minimum))
    return { reason: 'too-small', params: { min: minimum } };
  if (maximum && millionths(decimal) > millionths(maximum))
    return { reason: 'too-large', params: { max: maximum } };
  return undefined;
}

/** A decimal without zeros at the end; a JSON number only where reading it as a double has changed nothing. */
function canonicalDecimal(given: unknown): string | undefined {
  const text = typeof given === 'number' ? String(given) : given;
  if (typeof text !== 'string' || !isDecimal(text)) return undefined;
  if (typeof given === 'number' && text.replace(/\D/g, '').length > exactDigits) return undefined;
  return decimalOf(millionths(text));
}

function readDate({ minimum, maximum }: CustomField, given: unknown): ReadValue {
  if (typeof given !== 'string' || !isDate(given)) return { reason: 'not-a-date' };
  if (minimum && given < minimum) return { reason: 'too-small', params: { min: minimum } };
  if (maximum && given > maximum) return { reason: 'too-large', params: { max: maximum } };
  return { value: given };
}

function readOption(field: CustomField, key: string, before: unknown): ReadValue {
  const option = field.options.find((one) => one.key === key);
  if (!option) return { reason: 'not-a-word', params: { words: choosable(field).join(', ') } };
  const kept = before === key || (Array.isArray(before) && before.includes(key));
  return option.retired && !kept
    ? { reason: 'custom-option-retired', params: { option: key } }
    : { value: key };
}

function readOptions(field: CustomField, given: unknown, before: unknown): ReadValue {
  if (!Array.isArray(given) || !given.every((one) => typeof one === 'string')) return wrongType('list');
  if (given.length === 0) return { reason: 'too-few-items', params: { min: 1 } };
  for (const key of given) {
    const read = readOption(field, key, before);
    if ('reason' in read) return read;
  }
  const chosen = new Set(given);
  return { value: field.options.flatMap(({ key }) => (chosen.has(key) ? [key] : [])) };
}

function choosable({ options }: CustomField): string[] {
  return options.filter(({ retired }) => !retired).map(({ key }) => key);
}

/** The value that a new record without one gets; undefined where the field has no default. */
export function defaultOf(field: CustomField): CustomValue | undefined {
  const { defaultValue: text } = field;
  if (!text) return undefined;
  const given = field.type === 'boolean' ? text === 'true' : field.type === 'multi_choice' ? [text] : text;
  const read = readCustomValue(field, given);
  return 'value' in read ? read.value : undefined;
}
