import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';

type Standing = Pick<Person, 'roles' | 'status'>;

/** What roles allow together. */
export type RightsOf = (roles: readonly string[]) => { may(permission: string): boolean };

/** Whether somebody may put right whatever went wrong: works here, and may manage both people and roles. */
export function administers({ roles, status }: Standing, rightsOf: RightsOf): boolean {
  return status === 'active' && mayManageAll(roles, rightsOf);
}

/**
 * Whether a change of a person would leave the company without anybody who may manage people and roles, which no one
 * could undo. `others` are the roles of the active people besides the person.
 */
export function removesLastAdministrator(
  before: Standing,
  after: Standing,
  others: readonly (readonly string[])[],
  rightsOf: RightsOf,
): boolean {
  if (!administers(before, rightsOf) || administers(after, rightsOf)) return false;
  return !others.some((roles) => mayManageAll(roles, rightsOf));
}

/** Whether a change of what roles mean would do so. `people` are the roles of everybody who is active. */
export function locksEverybodyOut(
  people: readonly (readonly string[])[],
  before: RightsOf,
  after: RightsOf,
): boolean {
  return (
    people.some((roles) => mayManageAll(roles, before)) && !people.some((roles) => mayManageAll(roles, after))
  );
}

function mayManageAll(roles: readonly string[], rightsOf: RightsOf): boolean {
  const rights = rightsOf(roles);
  return rights.may('role.manage') && rights.may('person.manage');
}
