import { Injectable } from '@nestjs/common';
import type {
  FreezeCustomerRequest,
  UnfreezeCustomerRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/strategy_service';
import type { Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { emitCustomerChanged } from '../customer/customer-events.js';
import { Customer } from '../customer/customer.entity.js';
import { isProspect } from './clock-sql.js';
import { tellDecision, tellSuperior } from './freeze-notices.js';
import { lockHeld } from './held.js';
import { freezeUntil } from './rules/freeze.js';
import { countsAsHeld } from './rules/room.js';
import { StrategyBook } from './strategy-book.js';

/** Exempts prospects from being reclaimed for a time. */
@Injectable()
export class FreezeService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly book: StrategyBook,
  ) {}

  freeze({ id, until, reason }: FreezeCustomerRequest, call: Call): Promise<Customer> {
    return this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(Customer, id);
      const { ownerId, status } = before;
      if (!ownerId) throw new AppError('conflict', 'no-owner');
      ownersToFreeze(tx, ownerId);
      if (!countsAsHeld(status)) throw new AppError('conflict', 'no-prospect');
      const strategy = this.book.strategyOf(tx, ownerId, before.productLine);
      if (!strategy.freeze) throw new AppError('conflict', 'freeze-off');
      const begun = mustFreeze(tx, before, until, strategy.freezeMaxDays);
      await this.checkQuota(tx, before, ownerId, strategy.freezeMaxPerOwner);
      const approves = mayApprove(tx, ownerId);
      if (strategy.freezeNeedsApproval && !approves) {
        await tellSuperior(tx, before, ownerId, reason);
        return change(tx, before, { freezeRequestedUntil: until, freezeReason: reason });
      }
      await tellDecision(tx, before, until);
      return change(tx, before, {
        freezeUntil: until,
        freezeStartTime: begun,
        freezeReason: reason,
        freezeRequestedUntil: undefined,
        freezeApproverId: approves ? call.caller.personId : undefined,
      });
    });
  }

  unfreeze({ id }: UnfreezeCustomerRequest, call: Call): Promise<Customer> {
    return this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(Customer, id);
      const { ownerId, freezeUntil, freezeRequestedUntil } = before;
      if (ownerId) ownersToFreeze(tx, ownerId);
      const frozen = freezeUntil !== undefined && Date.parse(freezeUntil) > Date.parse(tx.now);
      if (!frozen && !freezeRequestedUntil) throw new AppError('conflict', 'not-frozen');
      // Who asked for a longer one and is refused keeps what there is, and hears until when.
      await tellDecision(tx, before, freezeRequestedUntil && frozen ? freezeUntil : undefined);
      if (freezeRequestedUntil) return change(tx, before, { freezeRequestedUntil: undefined });
      // The end of the freeze stays: the grace period counts from it.
      return change(tx, before, { freezeUntil: tx.now });
    });
  }

  /** The counter of the owner is locked, so that two freezes do not find the same place. */
  private async checkQuota(tx: Transaction, { id }: Customer, ownerId: string, max: number): Promise<void> {
    await lockHeld(tx, [ownerId]);
    const [row] = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM customer c
       WHERE c.owner_id = $1 AND c.freeze_until > now() AND c.id <> $2 AND ${isProspect('c')}`,
      [ownerId, id],
    );
    if ((row?.count ?? 0) >= max)
      throw new AppError('conflict', 'freeze-quota', { params: { max: String(max) } });
  }
}

/**
 * A freeze takes one of the owner's places: it is for the owner, who stands in and who reaches the owner's records. Who was
 * let in by a share writes to the customer, and asks the owner for a freeze.
 */
function ownersToFreeze(tx: Transaction, ownerId: string): void {
  if (!tx.reachesOwner('customer', ownerId)) throw new AppError('forbidden', 'freeze-not-yours');
}

/** Superiors approve, and who reaches everything; not who merely stands in or was let in. */
function mayApprove(tx: Transaction, ownerId: string): boolean {
  const { personId } = tx.call.caller;
  if (personId === ownerId) return false;
  return tx.reach('customer').owners === 'all' || tx.organisation.isBelow(ownerId, personId);
}

function change(tx: Transaction, before: Customer, changes: Partial<Customer>): Customer {
  const after = tx.update(Customer, before, changes);
  emitCustomerChanged(tx, before, after);
  return after;
}

/** From when the freeze counts, RFC 3339. Throws invalid and conflict as the rule of freezes says. */
function mustFreeze(
  tx: Transaction,
  { assignTime, createTime, lastContactTime, freezeStartTime, freezeUntil: known }: Customer,
  until: string | undefined,
  maxDays: number,
): string {
  const time = (text: string | undefined) => (text ? Date.parse(text) : undefined);
  const facts = {
    assigned: Date.parse(assignTime ?? createTime),
    lastContact: time(lastContactTime),
    begun: time(freezeStartTime),
    until: time(known),
  };
  const answer = freezeUntil(facts, Date.parse(until ?? ''), maxDays, Date.parse(tx.now));
  if ('begun' in answer) return new Date(answer.begun).toISOString();
  if (answer.refused === 'freeze-spent') throw new AppError('conflict', answer.refused);
  const fault = { field: 'until', reason: answer.refused, params: { days: String(maxDays) } };
  throw new AppError('invalid', 'invalid-request', { fields: [fault] });
}
