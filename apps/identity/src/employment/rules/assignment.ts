import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';

/** What of a person the history keeps. */
export type Post = Pick<Person, 'unitId' | 'position' | 'managerId' | 'status'>;

/**
 * What a change of a person does to the history: `end` closes the present assignment, `begin` opens another one.
 * Somebody who left has none; `before` is undefined for a new person.
 */
export function assignmentSteps(before: Post | undefined, after: Post): { end: boolean; begin: boolean } {
  const had = before !== undefined && before.status !== 'left';
  const has = after.status !== 'left';
  const moved =
    before === undefined ||
    before.unitId !== after.unitId ||
    before.position !== after.position ||
    before.managerId !== after.managerId;
  return { end: had && (!has || moved), begin: has && (!had || moved) };
}

/** Whether somebody may read where a person worked: the person, everyone above, and who manages people. */
export function maySeeAssignments(
  reader: { personId: string; managesPeople: boolean },
  personAndAbove: readonly string[],
): boolean {
  return reader.managesPeople || personAndAbove.includes(reader.personId);
}
