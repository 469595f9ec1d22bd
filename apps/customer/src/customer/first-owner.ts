import type { Transaction } from '@kontor/database/transaction';
import type { OwnershipCause } from '@kontor/contracts/gen/kontor/customer/v1/ownership';
import { RuleChooser } from '../assignment/by-rules.js';
import { lockRoom } from '../strategy/held.js';
import type { StrategyBook } from '../strategy/strategy-book.js';
import { Pool } from '../pool/pool.entity.js';
import { waitsIn } from '../pool/rules/pool-kind.js';
import type { Customer } from './customer.entity.js';
import { superiorsOf } from './guardian.js';

/** What of a new customer says who owns it. */
export type FirstOwner = Pick<
  Customer,
  'ownerId' | 'keeperId' | 'poolId' | 'releaseTime' | 'finderId' | 'assignTime' | 'assignmentState'
>;

/** A new customer, and who is to own it; nobody where the rules are to say. */
export interface Wanted {
  ownerId?: string | undefined;
  customer: Pick<Customer, 'status'> & object;
}

/** Who owns a new customer in the end, and how that came. */
export interface Placed {
  owner: FirstOwner;
  cause?: OwnershipCause;
}

/**
 * Thrown where a new customer goes to nobody whom the caller reaches: the same is then done once more in the service's
 * own name, since the wall keeps a person from writing what the person will not see.
 */
export class BeyondReach extends Error {}

/**
 * Who owns new customers: whom they are meant for as long as there is room below the cap; beyond it nobody, the finder
 * is noted and the finder's superior keeps them. Those meant for nobody go by the rules of assignment. What nobody found
 * and no rule gives to anybody, such as what comes from outside, waits in the company's pool, whose manager keeps it.
 * Without a cap this asks nothing of the database. Throws BeyondReach unless the service itself acts.
 */
export async function placeNew(
  tx: Transaction,
  book: StrategyBook,
  wanted: readonly Wanted[],
): Promise<Placed[]> {
  const actor = tx.call.caller.personId;
  const beyondReach = tx.call.caller.kind !== 'service';
  const meantFor = wanted.flatMap(({ ownerId }) => ownerId ?? []);
  const unmeant = wanted.flatMap(({ ownerId, customer }) => (ownerId ? [] : [customer]));
  if (unmeant.length > 0 && beyondReach) throw new BeyondReach();
  const chooser = unmeant.length > 0 ? await RuleChooser.open(tx, book, unmeant) : undefined;
  const room = await lockRoom(tx, book, meantFor, chooser?.candidates);
  const parked = wanted.map(({ ownerId, customer }) => ownerId && !room.take(ownerId, customer.status));
  if (!chooser && !parked.includes(true)) {
    return meantFor.map((ownerId) => ({ owner: assignedTo(ownerId, tx.now) }));
  }
  if (beyondReach) throw new BeyondReach();
  const superiors = await superiorsOf(tx, [actor, ...meantFor].filter(Boolean));
  const companyPool = await poolOfCompany(tx, book);
  return wanted.map(({ ownerId, customer }, i): Placed => {
    if (ownerId && !parked[i]) return { owner: assignedTo(ownerId, tx.now) };
    const chosen = ownerId ? undefined : chooser?.choose(customer, room);
    if (chosen) return { owner: assignedTo(chosen, tx.now), cause: 'rule' };
    const finderId = ownerId ?? (actor || undefined);
    const keeperId = superiors.get(finderId ?? '');
    const pool =
      !keeperId && companyPool && waitsIn(companyPool.kind, customer.status) ? companyPool : undefined;
    return {
      owner: {
        ownerId: undefined,
        keeperId: keeperId ?? pool?.managerId,
        poolId: pool?.id,
        releaseTime: pool && tx.now,
        finderId,
        assignTime: undefined,
        assignmentState: pool ? 'pooled' : 'unassigned',
      },
      ...(ownerId && { cause: 'cap' as const }),
    };
  });
}

/** The pool that the strategy of the company names, where it does. */
async function poolOfCompany(tx: Transaction, book: StrategyBook): Promise<Pool | undefined> {
  const { poolId } = book.lookup(book.at(tx.now)).for({ personId: '', roles: [], units: [] });
  return poolId ? tx.find(Pool, poolId) : undefined;
}

function assignedTo(ownerId: string, now: string): FirstOwner {
  return { ownerId, assignTime: now, assignmentState: 'assigned' };
}
