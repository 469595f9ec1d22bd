import { contract } from './contract.js';

/** The field in which objects hold the values of custom fields. */
export const customField = 'custom';

const form = /^custom\.[a-z][A-Za-z0-9]*$/;

/** Whether a name is that of a custom field, as rights and filters write it: `custom.<key>`. */
export function isCustomName(name: string): boolean {
  return form.test(name);
}

/** Whether records of an object have custom fields: their message has a field `custom` that holds any JSON object. */
export function hasCustomFields(object: string): boolean {
  const known = contract.object(object);
  return known !== undefined && contract.fields(known.message).some(isCustomHolder);
}

/** Whether a field holds the values of custom fields. */
export function isCustomHolder({ name, type }: { name: string; type: string }): boolean {
  return name === customField && type === 'struct';
}
