import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import type { FieldShape, TypeChange } from '@kontor/contracts/gen/kontor/identity/v1/type_change';
import { mappedValue } from '@kontor/custom-fields/rules/convert-value';
import { comparable } from '@kontor/custom-fields/rules/convert-value';
import type { FieldViolation } from '@kontor/errors/app-error';
import { isCurrency } from '@kontor/schema/formats';
import { fieldFaults } from '../../custom-field/rules/field-faults.js';

/** Types whose values name a record: no other value means the same. */
const naming: ReadonlySet<string> = new Set(['person', 'reference']);

/** Languages of labels. */
const languages = ['zh-CN', 'ru', 'en'];

/** What of a field is its shape. */
export function shapeOf(field: FieldShape): FieldShape {
  const { type, options, unknownAllowed, minimum, maximum, defaultValue, searchable } = field;
  return { type, options, unknownAllowed, minimum, maximum, defaultValue, searchable };
}

/** A field with another shape. */
export function withShape(field: CustomField, shape: FieldShape): CustomField {
  return { ...field, ...shapeOf(shape) };
}

/** What makes no sense in a change of type, each fault at its place in `typeChange`. Options may yet be missing. */
export function changeFaults(
  field: CustomField,
  {
    to,
    mappings,
    otherwise,
    currency,
    language,
  }: Pick<TypeChange, 'to' | 'mappings' | 'otherwise' | 'currency' | 'language'>,
): FieldViolation[] {
  if (!to) return [fault('to', 'required')];
  if (naming.has(field.type) || naming.has(to.type)) return [fault('to.type', 'custom-type-unfit')];
  if (to.type === field.type) return [fault('to.type', 'custom-type-same')];
  const faults = shapeFaults(withShape(field, to)).filter(
    ({ field: place, reason }) => !(place === 'typeChange.to.options' && reason === 'required'),
  );
  if (currency !== '' && !isCurrency(currency)) faults.push(fault('currency', 'not-a-currency'));
  if (language !== '' && !languages.includes(language))
    faults.push(fault('language', 'not-a-word', { words: languages.join(', ') }));
  if (otherwise === 'unknown' && !to.unknownAllowed)
    faults.push(fault('otherwise', 'custom-unknown-refused'));
  const seen = new Set<string>();
  mappings.forEach((mapping, i) => {
    const key = comparable(mapping.value);
    if (seen.has(key)) faults.push(fault(`mappings[${i}].value`, 'entry-twice', { entry: mapping.value }));
    seen.add(key);
    if ((mapping.unknown || mapping.becomes.trim() !== '') && mappedValue(to, mapping) === undefined)
      faults.push(fault(`mappings[${i}].becomes`, 'custom-mapping-unfit', { entry: mapping.becomes }));
  });
  return faults;
}

/** What makes no sense in a field of this shape, each fault at its place in `typeChange.to`. */
export function shapeFaults(field: CustomField): FieldViolation[] {
  return fieldFaults(field).map((one) => ({
    ...one,
    field: one.field.replace(/^field\./, 'typeChange.to.'),
  }));
}

function fault(place: string, reason: string, params?: FieldViolation['params']): FieldViolation {
  return { field: `typeChange.${place}`, reason, ...(params && { params }) };
}
