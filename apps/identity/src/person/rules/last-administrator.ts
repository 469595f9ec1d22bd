import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';

type Standing = Pick<Person, 'roles' | 'status'>;

/** Whether somebody may manage people and units: holds the role and still works here. */
export function administers({ roles, status }: Standing): boolean {
  return roles.includes('administrator') && status === 'active';
}

/**
 * Whether a change would leave the company without anybody who may manage it, which no one could undo.
 * `others` counts the administrators besides the person.
 */
export function removesLastAdministrator(before: Standing, after: Standing, others: number): boolean {
  return administers(before) && !administers(after) && others === 0;
}
