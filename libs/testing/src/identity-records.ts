import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import type { FieldRight, Role } from '@kontor/contracts/gen/kontor/identity/v1/role';
import { v7 as uuidv7 } from 'uuid';

/** A role that allows nothing but what a test says. */
export const roleOf = (id: string, facts: Partial<Role> = {}): Role => ({
  ...{ id, name: id, description: '', permissions: [], deniedPermissions: [], reaches: [], names: [] },
  ...{ fields: [], builtIn: false, etag: '1', ...facts },
});

/** Reaches all records of these objects. */
export const reachesAll = (...objects: string[]): Role['reaches'] =>
  objects.map((object) => ({ object, reach: 'all' }));

/** Rights on fields of an object. */
export const fieldRights = (object: string, rights: Record<string, FieldRight>): Role['fields'] =>
  Object.entries(rights).map(([field, right]) => ({ object, field, right }));

/** A custom field as identity tells of it: a text of customers, unless a test says otherwise. */
export const customFieldOf = (key: string, facts: Partial<CustomField> = {}): CustomField => ({
  ...{ id: uuidv7(), object: 'customer', key, type: 'text', label: labelOf(key), options: [] },
  ...{ referenceObject: '', requiredStages: [], unknownAllowed: false, minimum: '', maximum: '' },
  ...{ defaultValue: '', position: 0, searchable: false, retired: false, etag: '1' },
  ...{ createTime: new Date().toISOString(), updateTime: new Date().toISOString() },
  ...facts,
});

/** Options of a choice. */
export const optionsOf = (...keys: string[]): CustomField['options'] =>
  keys.map((key) => ({ key, label: labelOf(key), retired: false }));

const labelOf = (text: string) => ({ zh: text, ru: text, en: text });
