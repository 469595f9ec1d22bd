import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import { cellText, cellValue, named } from '@kontor/custom-fields/rules/cell-value';
import type { Language } from '@kontor/errors/languages';
import { translation } from './headings.js';

/**
 * What a cell says of a custom field, in a language and so that an import reads it back: options by their labels, people
 * and records by what `nameOf` calls them. An option whose label would be read as another one, or a list, goes by its key.
 */
export function customCell(
  field: CustomField,
  value: unknown,
  language: Language,
  nameOf: (id: string) => string | undefined,
): string {
  if (typeof value === 'string' && field.type === 'choice') return optionText(field, value, language);
  if (Array.isArray(value) && field.type === 'multi_choice')
    return value.map((key) => optionText(field, String(key), language)).join('; ');
  if (typeof value === 'string' && named.has(field.type)) return nameOf(value) ?? value;
  return cellText(field, value);
}

function optionText(field: CustomField, key: string, language: Language): string {
  const label = translation(field.options.find((option) => option.key === key)?.label, language);
  const read = label ? [cellValue(field, label)].flat() : [];
  return read.length === 1 && read[0] === key ? label : key;
}
