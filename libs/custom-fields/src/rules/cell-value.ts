import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import { isUnknown, unknownValue } from './custom-value.js';

const yes: ReadonlySet<string> = new Set(['true', 'yes', 'y', '1', 'да', '是', '✓']);
const no: ReadonlySet<string> = new Set(['false', 'no', 'n', '0', 'нет', '否']);
const unknownWords: ReadonlySet<string> = new Set(['unknown', 'неизвестно', '未知']);

/** Between the items of a list in one cell. */
const separators = /[;；\n|]/;

/** Types whose values name a record by its id: files name people by e-mail, records by what they are known by. */
export const named: ReadonlySet<CustomField['type']> = new Set(['person', 'reference']);

/**
 * What a cell of a table says of a field, in the form that a caller would send; undefined for an empty one. Options go by
 * key or label in any language. What makes no sense is handed on as it is, to be refused by name.
 */
export function cellValue(field: CustomField, cell: string): unknown {
  const text = cell.trim();
  if (text === '') return undefined;
  const plain = text.toLowerCase();
  if (field.unknownAllowed && unknownWords.has(plain)) return unknownValue;
  switch (field.type) {
    case 'number':
      return decimalText(text);
    case 'money': {
      const [, amount = '', currency = ''] = /^(.*?)\s*([A-Za-z]{3})$/.exec(text) ?? [];
      return currency ? { amount: decimalText(amount), currency: currency.toUpperCase() } : text;
    }
    case 'boolean':
      return yes.has(plain) ? true : no.has(plain) ? false : text;
    case 'choice':
      return optionKey(field, text);
    case 'multi_choice':
      return text
        .split(separators)
        .filter((item) => item.trim() !== '')
        .map((item) => optionKey(field, item.trim()));
    default:
      return text;
  }
}

/** A value as a cell of a table shows it, so that it can be read again; empty for none. */
export function cellText(field: CustomField, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (isUnknown(value)) return 'unknown';
  if (Array.isArray(value)) return value.join('; ');
  if (field.type === 'money') {
    const { amount, currency } = value as { amount: string; currency: string };
    return `${amount} ${currency}`;
  }
  return typeof value === 'boolean' ? String(value) : typeof value === 'string' ? value : '';
}

/** A decimal comma, and spaces between thousands. */
function decimalText(text: string): string {
  const bare = text.replace(/[\s\u00a0\u202f]/g, '');
  return /^-?\d+,\d{1,6}$/.test(bare) ? bare.replace(',', '.') : bare;
}

function optionKey({ options }: CustomField, text: string): string {
  const wanted = text.toLowerCase();
  const found = options.find(
    ({ key, label }) =>
      key === text || [label?.zh, label?.ru, label?.en].some((name) => name?.toLowerCase() === wanted),
  );
  return found?.key ?? text;
}
