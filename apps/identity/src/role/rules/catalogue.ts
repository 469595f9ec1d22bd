import { knownPermissions } from '@kontor/access/permissions';
import { Reach } from '@kontor/contracts/gen/kontor/identity/v1/role';
import type {
  CatalogueField,
  CatalogueObject,
  CataloguePermission,
  GetRightsCatalogueResponse,
} from '@kontor/contracts/gen/kontor/identity/v1/role_service';
import { alwaysShown } from '@kontor/access/rights';
import { contract, type FieldContract } from '@kontor/schema/contract';

/** Everything that a role may name, read from the contract alone: a new call or field is there without a release of ours. */
export function rightsCatalogue(): GetRightsCatalogueResponse {
  return {
    permissions: [...knownPermissions].sort().map(permissionOf),
    objects: contract.objects().map(objectOf),
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
