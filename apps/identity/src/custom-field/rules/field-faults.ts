import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import { always } from '@kontor/custom-fields/rules/custom-changes';
import { defaultOf } from '@kontor/custom-fields/rules/custom-value';
import type { FieldViolation } from '@kontor/errors/app-error';
import { contract } from '@kontor/schema/contract';
import { hasCustomFields } from '@kontor/schema/custom-names';
import { isDate, isDecimal } from '@kontor/schema/formats';
import { translatedFaults } from './translated.js';

/** Keys are names in JSON, and stand in SQL: letters and digits, no other characters. */
const keyForm = /^[a-z][A-Za-z0-9]{0,39}$/;

const choices: ReadonlySet<string> = new Set(['choice', 'multi_choice']);
const texts: ReadonlySet<string> = new Set(['text', 'multiline']);
const decimals: ReadonlySet<string> = new Set(['number', 'money']);

/** Lists and long texts, which no index of single values serves. */
const unsearchable: ReadonlySet<string> = new Set(['multi_choice', 'multiline']);

/** The stages of an object's records: the words of its stage, else of its status; none where it has neither. */
export function stagesOf(object: string): readonly string[] {
  const known = contract.object(object);
  const fields = known ? contract.fields(known.message) : [];
  const named = (wanted: string) => fields.find(({ name }) => name === wanted);
  return (named('stage') ?? named('status'))?.words ?? [];
}

/** What makes no sense in a field, each fault at its place in `field`. */
export function fieldFaults(field: CustomField): FieldViolation[] {
  const faults: FieldViolation[] = [];
  const refuse = (place: string, reason: string, entry = '') =>
    faults.push({ field: `field.${place}`, reason, params: { entry } });
  if (!hasCustomFields(field.object)) refuse('object', 'no-custom-fields', field.object);
  // `unknown` is what values say of themselves.
  if (!keyForm.test(field.key) || field.key === 'unknown') refuse('key', 'custom-key-form', field.key);
  faults.push(
    ...translatedFaults('field.label', field.label),
    ...field.options.flatMap(({ label }, i) => translatedFaults(`field.options[${i}].label`, label)),
  );
  const stages = [always, ...stagesOf(field.object)];
  field.requiredStages.forEach((stage, i) => {
    if (!stages.includes(stage)) refuse(`requiredStages[${i}]`, 'unknown-stage', stage);
  });
  faults.push(...optionFaults(field), ...referenceFaults(field), ...limitFaults(field));
  if (field.searchable && unsearchable.has(field.type)) refuse('searchable', 'custom-searchable-unfit');
  if (field.defaultValue && (isNamed(field) || field.type === 'money' || defaultOf(field) === undefined))
    refuse('defaultValue', 'custom-default-unfit');
  return faults;
}

/** Values that name somebody or something are no defaults. */
function isNamed({ type }: CustomField): boolean {
  return type === 'person' || type === 'reference';
}

function optionFaults({ type, options }: CustomField): FieldViolation[] {
  if (!choices.has(type))
    return options.length > 0 ? [{ field: 'field.options', reason: 'custom-options-unfit' }] : [];
  if (options.length === 0) return [{ field: 'field.options', reason: 'required' }];
  return options.flatMap(({ key }, i) => {
    const place = `field.options[${i}].key`;
    if (!keyForm.test(key)) return [{ field: place, reason: 'custom-key-form', params: { entry: key } }];
    const twice = options.findIndex((one) => one.key === key) < i;
    return twice ? [{ field: place, reason: 'entry-twice', params: { entry: key } }] : [];
  });
}

function referenceFaults({ type, object, referenceObject }: CustomField): FieldViolation[] {
  const place = 'field.referenceObject';
  if (type !== 'reference')
    return referenceObject ? [{ field: place, reason: 'custom-reference-unfit' }] : [];
  const target = contract.object(referenceObject);
  const same = target !== undefined && target.service === contract.object(object)?.service;
  return same
    ? []
    : [{ field: place, reason: 'custom-reference-object', params: { entry: referenceObject } }];
}

function limitFaults({ type, minimum, maximum }: CustomField): FieldViolation[] {
  const fits = (limit: string) => {
    if (texts.has(type)) return /^\d{1,5}$/.test(limit);
    if (decimals.has(type)) return isDecimal(limit);
    return type === 'date' && isDate(limit);
  };
  const faults = Object.entries({ minimum, maximum }).flatMap(([name, limit]) =>
    limit && !fits(limit) ? [{ field: `field.${name}`, reason: 'custom-limit-unfit' }] : [],
  );
  if (faults.length > 0 || !minimum || !maximum) return faults;
  const crossed = type === 'date' ? minimum > maximum : Number(minimum) > Number(maximum);
  return crossed ? [{ field: 'field.maximum', reason: 'custom-limits-crossed' }] : [];
}

/** What a change takes from a field that must stay: options, and an index. */
export function lossFaults(before: CustomField, after: CustomField): FieldViolation[] {
  const kept = new Set(after.options.map(({ key }) => key));
  const lost = before.options.filter(({ key }) => !kept.has(key)).map(({ key }) => key);
  const faults: FieldViolation[] = lost.map((entry) => ({
    field: 'field.options',
    reason: 'custom-option-removed',
    params: { entry },
  }));
  if (before.searchable && !after.searchable)
    faults.push({ field: 'field.searchable', reason: 'custom-searchable-stays' });
  return faults;
}
