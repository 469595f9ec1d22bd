import type { Caller } from '@kontor/access/caller';
import { administrator } from '@kontor/access/default-roles';
import type { Organisation } from '@kontor/access/organisation';
import { may, personalPermissions, rightsOf } from '@kontor/access/permissions';
import { AppError } from '@kontor/errors/app-error';
import type { MethodContract } from '@kontor/schema/contract';
import type { CurrentPerson } from './current-person.js';

/** What nobody does in the place of somebody else: what concerns only that person's own way in. */
const neverForOthers: ReadonlySet<string> = new Set([...personalPermissions, 'session.own']);

/**
 * The caller in the place of an absent person: with what the absent person's roles allow, but for administrator, within
 * the scopes of the caller's key. The caller stays who the caller is. `absent` is the person of that id as now known.
 * Throws forbidden not-a-substitute where the caller does not stand in for that person now, for records of the kind that
 * the call is about, or where the person left.
 */
export function inPlaceOf(
  caller: Caller,
  absentId: string,
  absent: CurrentPerson | undefined,
  method: MethodContract,
  organisation: Organisation,
  now: number,
): Caller {
  if (absentId === caller.personId) return caller;
  const permission = method.permission ?? '';
  const [object = ''] = permission.split('.');
  const standsIn = organisation.actingFor(caller.personId, object, now).includes(absentId);
  if (!standsIn || !absent || absent.status === 'left') throw new AppError('forbidden', 'not-a-substitute');
  if (neverForOthers.has(permission))
    throw new AppError('forbidden', 'forbidden', { params: { permission } });
  const roles = absent.roles.filter((role) => role !== administrator);
  return { ...caller, onBehalfOf: absentId, roles, rights: organisation.rights(roles) };
}

/**
 * The caller as somebody who holds one role and no other, to see what such a person sees. Throws forbidden where the
 * caller may not manage roles, where the call is no reading one, or where the role gives what the caller has not;
 * not_found role-not-found.
 */
export function asRole(
  caller: Caller,
  roleId: string,
  method: MethodContract,
  organisation: Organisation,
): Caller {
  const permission = 'role.manage';
  const refusal = new AppError('forbidden', 'forbidden', { params: { permission } });
  if (!may(caller, permission)) throw refusal;
  if (!method.reads) throw new AppError('forbidden', 'preview-reads-only');
  if (!organisation.hasRole(roleId)) throw new AppError('not_found', 'role-not-found');
  const rights = organisation.rights([roleId]);
  if (!rightsOf(caller).covers(rights)) throw refusal;
  return { ...caller, roles: [roleId], rights };
}
