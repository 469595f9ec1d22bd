import { may } from '@kontor/access/permissions';
import type { Call } from '@kontor/access/call';
import type { HandoverTarget } from '@kontor/contracts/gen/kontor/identity/v1/handover';
import type { Transaction } from '@kontor/database/transaction';
import { checkFaults } from '@kontor/errors/app-error';
import { personAndAbove } from '../lines.js';
import { PersonRow } from '../person/person.entity.js';
import { targetFaults, targetOf, type Candidate } from './rules/targets.js';

/** To whom records are to go, as a request says it. */
export interface WantedTarget {
  target?: HandoverTarget | undefined;
  personIds?: readonly string[] | undefined;
}

/** To whom records go. */
export interface FoundTarget {
  target: HandoverTarget;
  /** Empty where nobody is there: the person has no manager who works here. */
  personIds: string[];
}

/**
 * Finds who takes the records of a person. Throws `invalid` naming the field for people who may not. In a turn of
 * `organisation`, lest somebody leaves meanwhile.
 */
export async function findTarget(
  tx: Transaction,
  personId: string,
  wanted: WantedTarget,
  call: Call,
  place: string,
): Promise<FoundTarget> {
  const personIds = [...(wanted.personIds ?? [])];
  const target = targetOf(wanted.target, personIds);
  checkFaults(targetFaults(personId, target, personIds, await candidatesOf(tx, personIds, call), place));
  return target === 'manager'
    ? { target, personIds: await nearestManager(tx, personId) }
    : { target, personIds };
}

/** The nearest one above a person who works here and is not leaving, as a list; empty without any. */
export async function nearestManager(tx: Transaction, personId: string): Promise<string[]> {
  const above = (await personAndAbove(tx, personId)).slice(1);
  const working = await tx.select(PersonRow, `r.id = ANY ($1::uuid[]) AND r.status = 'active'`, [above]);
  const nearest = above.find((id) => working.some((person) => person.id === id));
  return nearest ? [nearest] : [];
}

/** Whether who asks leads a person, or manages all people. */
export async function leads(tx: Transaction, personId: string, { caller }: Call): Promise<boolean> {
  return may(caller, 'person.manage') || (await personAndAbove(tx, personId)).includes(caller.personId);
}

async function candidatesOf(
  tx: Transaction,
  ids: readonly string[],
  call: Call,
): Promise<Map<string, Candidate>> {
  const people = await tx.select(PersonRow, 'r.id = ANY ($1::uuid[])', [ids]);
  const candidates = new Map<string, Candidate>();
  for (const { id, status } of people) candidates.set(id, { status, inReach: await leads(tx, id, call) });
  return candidates;
}
