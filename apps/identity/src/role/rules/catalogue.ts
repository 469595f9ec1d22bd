import { knownPermissions } from '@kontor/access/permissions';
import { Reach } from '@kontor/contracts/gen/kontor/identity/v1/role';
import type {
  CatalogueField,
  CatalogueObject,
  CataloguePermission,
  GetRightsCatalogueResponse,
} from '@kontor/contracts/gen/kontor/identity/v1/role_service';
import { alwaysShown } from '@kontor/access/rights';
import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import { contract, type FieldContract } from '@kontor/schema/contract';
import { customField } from '@kontor/schema/custom-names';

/** What the catalogue tells of a custom field. */
export type NamedCustomField = Pick<CustomField, 'object' | 'key' | 'type' | 'label' | 'retired'>;

/**
 * Everything that a role may name, read from the contract and the custom fields: a new call or field is there without a
 * release of ours.
 */
export function rightsCatalogue(customFields: readonly NamedCustomField[] = []): GetRightsCatalogueResponse {
  return {
    permissions: [...knownPermissions].sort().map(permissionOf),
    objects: contract.objects().map((one) => {
      const object = objectOf(one);
      const own = customFields.filter((field) => field.object === one.name).map(customFieldOf);
      return { ...object, fields: [...object.fields, ...own] };
    }),
    reaches: Object.values(Reach),
  };
}

function permissionOf(name: string): CataloguePermission {
  const calls = contract
    .methods()
    .filter(({ permission }) => permission === name)
    .map(({ path, http, comment }) => ({
      call: path.slice(1),
      httpMethod: http?.verb.toUpperCase() ?? '',
      httpPath: http?.path ?? '',
      comment,
    }));
  return { name, calls };
}

function objectOf({
  name,
  message,
  service,
}: {
  name: string;
  message: string;
  service: string;
}): CatalogueObject {
  const fields = contract
    .fields(message)
    .filter((field) => !alwaysShown.has(field.name))
    .map(fieldOf);
  return { name, service, fields };
}

/** Who may not see `custom` sees none of them. */
function customFieldOf({ key, type, label, retired }: NamedCustomField): CatalogueField {
  return {
    name: `${customField}.${key}`,
    type: type === 'boolean' ? 'boolean' : type === 'money' ? 'object' : 'text',
    repeated: type === 'multi_choice',
    guarded: false,
    derivedFrom: [customField],
    readOnly: retired,
    comment: label?.en ?? '',
  };
}

function fieldOf({ name, type, repeated, rules, comment }: FieldContract): CatalogueField {
  return {
    name,
    type,
    repeated,
    guarded: rules.guarded,
    derivedFrom: [...rules.derivedFrom],
    readOnly: rules.outputOnly,
    comment,
  };
}
