import { customField } from '@kontor/schema/custom-names';
import type { FieldRights } from '@kontor/schema/view';
import { customPath } from './rules/custom-changes.js';

/** Tells of the keys of an object's custom fields which of them the rights let fill. */
export function writableCustom(rights: FieldRights, object: string): (key: string) => boolean {
  const unwritable = rights.limits(object)?.unwritable;
  return (key) => !unwritable?.has(customField) && !unwritable?.has(customPath(key));
}

/** Tells of the fields of an object which of them the rights let fill. */
export function writableField(rights: FieldRights, object: string): (field: string) => boolean {
  const unwritable = rights.limits(object)?.unwritable;
  return (field) => !unwritable?.has(field);
}
