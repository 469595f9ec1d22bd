import { v5 as uuidv5 } from 'uuid';
import type { Call } from '@kontor/access/call';
import type { Orphans } from '@kontor/contracts/gen/kontor/identity/v1/handover_events';
import type { Transaction } from '@kontor/database/transaction';
import { AppError } from '@kontor/errors/app-error';
import { requestNotice } from '@kontor/people/request-notice';
import { PersonRow } from '../person/person.entity.js';
import { cancelHandover, planHandover, startHandover } from './handover-process.js';
import { findTarget, nearestManager, type WantedTarget } from './handover-targets.js';
import { HandoverRow } from './handover.entity.js';

/** Hand-overs of a person that are not over, oldest first, locked. */
export function openHandovers(tx: Transaction, personId: string): Promise<HandoverRow[]> {
  return tx.select(
    HandoverRow,
    `r.person_id = $1 AND r.state NOT IN ('done', 'cancelled')`,
    [personId],
    'ORDER BY r.create_time, r.id FOR NO KEY UPDATE OF r',
  );
}

/**
 * Sees to it that nothing stays with somebody who leaves for good: the hand-over that is planned starts, or one to
 * whom the request says, else to the manager. Throws conflict handover-target-needed without anybody, unless `anyway`:
 * then it stops for all to see. In a turn of `organisation`, after the status is changed.
 */
export async function handOverLeaver(
  tx: Transaction,
  person: PersonRow,
  wanted: WantedTarget,
  call: Call,
  anyway = false,
): Promise<void> {
  const actorId = call.caller.personId || undefined;
  const given = wanted.target !== undefined || (wanted.personIds ?? []).length > 0;
  const open = await openHandovers(tx, person.id);
  const planned = given ? undefined : open.find(({ state }) => state !== 'running');
  const found = planned ? await stillThere(tx, planned) : await findTarget(tx, person.id, wanted, call, '');
  if (found.personIds.length === 0 && !anyway) throw new AppError('conflict', 'handover-target-needed');
  for (const row of open) if (row !== planned && row.state !== 'running') cancelHandover(tx, row);
  const facts = { personId: person.id, reason: '', cause: 'leaving', actorId } as const;
  const row = planned ?? planHandover(tx, { ...facts, ...found });
  const started = startHandover(tx, row, found, { cause: 'leaving', actorId });
  if (started.state === 'stopped') await tellAdministrators(tx, started, person);
}

/** Those whom a planned hand-over names and who still work here, else the manager. */
async function stillThere(tx: Transaction, { personId, target, personIds }: HandoverRow) {
  const working = await tx.select(PersonRow, `r.id = ANY ($1::uuid[]) AND r.status = 'active'`, [personIds]);
  const there = personIds.filter((id) => working.some((person) => person.id === id));
  if (target !== 'manager' && there.length > 0) return { target, personIds: there };
  return { target: 'manager' as const, personIds: await nearestManager(tx, personId) };
}

/** The person stays or comes back: what the farewell began and has not done is called off. */
export async function keepRecords(tx: Transaction, personId: string): Promise<void> {
  for (const row of await openHandovers(tx, personId)) {
    if (row.cause !== 'request') cancelHandover(tx, row);
  }
}

/**
 * Records of somebody who left turned up in a service: they go to the manager, unless a hand-over of the person is
 * still at work there, or waits for somebody to take them.
 */
export async function handOverOrphans(
  tx: Transaction,
  service: string,
  { personId }: Orphans,
): Promise<void> {
  const person = await tx.find(PersonRow, personId);
  // The service's copy may be behind: the person came back.
  if (person?.status !== 'left') return;
  const open = await openHandovers(tx, personId);
  const atWork = open.some(
    ({ state, parts }) =>
      state === 'stopped' || parts.some((part) => part.service === service && part.state !== 'finished'),
  );
  if (atWork) return;
  const found = { target: 'manager', personIds: await nearestManager(tx, personId) } as const;
  const row = planHandover(tx, { personId, reason: '', cause: 'orphans', ...found });
  const started = startHandover(tx, row, found);
  if (started.state === 'stopped') await tellAdministrators(tx, started, person);
}

/** One notice to each administrator: nobody is there to take the records. */
async function tellAdministrators(tx: Transaction, { id }: HandoverRow, { name }: PersonRow): Promise<void> {
  const administrators = await tx.select(PersonRow, `r.roles ? 'administrator' AND r.status = 'active'`, []);
  for (const { id: personId } of administrators) {
    requestNotice(tx, {
      noticeId: uuidv5(personId, id),
      personId,
      template: 'handover-target-needed',
      about: `handovers/${id}`,
      values: { personName: name },
    });
  }
}
