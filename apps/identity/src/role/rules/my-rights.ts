import { knownPermissions } from '@kontor/access/permissions';
import type { Reach } from '@kontor/contracts/gen/kontor/identity/v1/role';
import type {
  GetMyRightsResponse,
  ObjectRights,
} from '@kontor/contracts/gen/kontor/identity/v1/role_service';
import { contract } from '@kontor/schema/contract';
import type { Held } from './escalation.js';

const wholeOrder: readonly Reach[] = ['own', 'line', 'unit', 'unit_below', 'all'];

/** What somebody's roles allow together, object by object, as a console wants it to show only what works. */
export function myRights(held: Held): GetMyRightsResponse {
  return {
    administrator: held.all,
    permissions: [...knownPermissions].filter((one) => held.may(one)).sort(),
    objects: contract.objects().map(({ name, message }) => objectRights(held, name, message)),
  };
}

function objectRights(held: Held, object: string, message: string): ObjectRights {
  const names = [...contract.fields(message).map(({ name }) => name), ...held.namedCustom(object)];
  const rights = names.map((name) => ({ name, right: held.field(object, name) }));
  const of = (wanted: string) => rights.filter(({ right }) => right === wanted).map(({ name }) => name);
  const reaches = held.reaches(object);
  return {
    object,
    reaches: reaches.has('all') ? ['all'] : wholeOrder.filter((one) => one === 'own' || reaches.has(one)),
    namesOnly: [...(held.names(object) ?? [])],
    hidden: of('none'),
    masked: of('mask'),
    readOnly: of('read'),
  };
}
