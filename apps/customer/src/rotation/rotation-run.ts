import { serviceCall, type Call } from '@kontor/access/call';
import type { Rights } from '@kontor/access/rights';
import { failPoint } from '@kontor/database/fail-point';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import type { CustomerFilters } from '../customer/customer-filters.js';
import { Customer } from '../customer/customer.entity.js';
import { moveCustomers } from '../ownership/mover.js';
import { tellNewOwners } from '../ownership/new-owner-notice.js';
import { RotationItem } from './rotation-item.entity.js';
import { noteCustomers } from './rotation-note.js';
import { Rotation } from './rotation.entity.js';
import { tellRotationUse } from './tell-field-use.js';
import { nextRound } from './rules/next-round.js';
import { whyItStays } from './rules/stays.js';

/** Customers that take their turn in one transaction. */
const batchSize = 100;

/**
 * Does one step of one rotation whose time has come: begins it, moves a batch, or ends the round. Each is a transaction
 * in the name and with the present rights of who planned it; the rotation's row is locked meanwhile. Resolves to
 * whether there may be more at once.
 */
export async function rotateStep(
  work: UnitOfWork,
  companyTimeZone: string,
  filters: CustomerFilters,
): Promise<boolean> {
  const due = await work.read(serviceCall('customer', 'look for rotations'), async (tx) => {
    const [rotation] = await tx.select(
      Rotation,
      `r.state = 'running' OR (r.state = 'scheduled' AND r.start_time <= clock_timestamp())`,
      [],
      'ORDER BY r.update_time, r.id LIMIT 1',
    );
    if (!rotation) return undefined;
    const planner = await tx.find(PersonCopy, rotation.personId);
    return { rotation, planner, rights: tx.rightsOfRoles(planner?.roles ?? []) };
  });
  if (!due) return false;
  const { rotation, planner, rights } = due;
  if (planner?.status !== 'active' || !rights.may('customer.rotate')) return giveUp(work, rotation);
  const step = work.write(callOf(planner, rights, rotation), async (tx) => {
    const [locked] = await tx.select(
      Rotation,
      'r.id = $1',
      [rotation.id],
      'FOR NO KEY UPDATE OF r SKIP LOCKED',
    );
    if (locked?.state === 'scheduled') return begin(tx, locked, filters);
    if (locked?.state !== 'running') return false;
    return moveItems(tx, locked, companyTimeZone);
  });
  return step.catch(async (error: unknown) => {
    await putOff(work, rotation);
    throw error;
  });
}

/** Lets others come first: one that cannot go on, such as by a filter that its planner may not ask by any more, is tried again. */
async function putOff(work: UnitOfWork, { id }: Rotation): Promise<void> {
  await work.write(serviceCall('customer', 'put off a rotation'), (tx) =>
    tx.query('UPDATE rotation SET update_time = now() WHERE id = $1', [id]),
  );
}

function callOf({ id, roles, language, timeZone }: PersonCopy, rights: Rights, rotation: Rotation): Call {
  const caller = { kind: 'person', personId: id, sessionId: '', roles, rights, language, timeZone } as const;
  return { ...serviceCall('customer', 'rotation'), caller, language, requestId: rotation.id };
}

/** Who planned it has left, is leaving or may rotate no more: nobody is there in whose name it could run. */
function giveUp(work: UnitOfWork, { id }: Rotation): Promise<boolean> {
  return work.write(serviceCall('customer', 'give up a rotation'), async (tx) => {
    const before = await tx.getForUpdate(Rotation, id);
    if (before.state === 'running' || before.state === 'scheduled') {
      tellRotationUse(tx, tx.update(Rotation, before, { state: 'cancelled' }));
    }
    return true;
  });
}

async function begin(tx: Transaction, rotation: Rotation, filters: CustomerFilters): Promise<boolean> {
  const round = rotation.noted ? rotation.round : rotation.round + 1;
  const after = tx.update(Rotation, rotation, { state: 'running', round, noted: true });
  if (!rotation.noted) await noteCustomers(tx, after, filters);
  return true;
}

async function moveItems(tx: Transaction, rotation: Rotation, companyTimeZone: string): Promise<boolean> {
  const { id, round, name: reason, personId: actorId } = rotation;
  const items = await tx.select(
    RotationItem,
    `r.rotation_id = $1 AND r.round = $2 AND r.state = 'planned'`,
    [id, round],
    `ORDER BY r.customer_id LIMIT ${batchSize}`,
  );
  if (items.length === 0) return endRound(tx, rotation, companyTimeZone);
  const targets = await targetsOf(tx, rotation);
  const customers = await lockedCustomers(tx, items);
  failPoint('rotation.after-lock');
  const moves: { customer: Customer; toId: string }[] = [];
  for (const item of items) {
    const { customerId, fromId, toId } = item;
    const customer = customers.get(customerId);
    const target = targets.get(toId) ?? 'gone';
    const { excludeStatuses } = rotation;
    const stays = whyItStays({ customer, fromId, excludeStatuses, target, now: tx.now });
    tx.update(RotationItem, item, stays ? { state: 'skipped', reason: stays } : { state: 'moved' });
    if (!stays && customer) moves.push({ customer, toId });
  }
  await moveCustomers(tx, moves, { cause: 'rotation', causeId: id, reason, actorId });
  return true;
}

async function targetsOf(
  tx: Transaction,
  { moves }: Rotation,
): Promise<Map<string, 'there' | 'gone' | 'out-of-reach'>> {
  // Locked until the batch is committed, so that a farewell cannot miss what the batch gives.
  const there = await tx.query<{ id: string }>(
    `SELECT id FROM person_copy WHERE id = ANY ($1::uuid[]) AND status = 'active' ORDER BY id FOR SHARE`,
    [moves.map(({ toId }) => toId)],
  );
  return new Map(there.map(({ id }) => [id, tx.reachesOwner('customer', id) ? 'there' : 'out-of-reach']));
}

async function lockedCustomers(
  tx: Transaction,
  items: readonly RotationItem[],
): Promise<Map<string, Customer>> {
  const ids = items.map(({ customerId }) => customerId);
  const rows = await tx.select(
    Customer,
    'r.id = ANY ($1::uuid[])',
    [ids],
    'ORDER BY r.id FOR NO KEY UPDATE OF r',
  );
  return new Map(rows.map((row) => [row.id, row]));
}

async function endRound(tx: Transaction, rotation: Rotation, companyTimeZone: string): Promise<boolean> {
  const { id: causeId, round, moves, repeatMonths, startTime = tx.now } = rotation;
  const { firstStartTime = startTime } = rotation;
  for (const { fromId } of moves) await tellNewOwners(tx, { causeId, fromId, round, since: startTime });
  tx.update(
    Rotation,
    rotation,
    repeatMonths
      ? {
          state: 'scheduled',
          startTime: nextRound(firstStartTime, repeatMonths, companyTimeZone, tx.now),
          noted: false,
        }
      : { state: 'done' },
  );
  return true;
}
