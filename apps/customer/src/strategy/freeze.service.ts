import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type {
  FreezeCustomerRequest,
  UnfreezeCustomerRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/strategy_service';
import type { Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { emitCustomerChanged } from '../customer/customer-events.js';
import { Customer } from '../customer/customer.entity.js';
import { nobodys, superiorsOf } from '../customer/guardian.js';
import { lockHeld } from './held.js';
import { day } from './rules/clock.js';
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
      if (!countsAsHeld(status)) throw new AppError('conflict', 'no-prospect');
      const strategy = this.book.strategyOf(tx, ownerId, before.productLine);
      if (!strategy.freeze) throw new AppError('conflict', 'freeze-off');
      const end = Date.parse(until ?? '');
      const now = Date.parse(tx.now);
      if (!(end > now && end <= now + strategy.freezeMaxDays * day)) {
        const fault = {
          field: 'until',
          reason: 'freeze-too-long',
          params: { days: String(strategy.freezeMaxDays) },
        };
        throw new AppError('invalid', 'invalid-request', { fields: [fault] });
      }
      await this.checkQuota(tx, before, ownerId, strategy.freezeMaxPerOwner);
      const asks = strategy.freezeNeedsApproval && !mayApprove(tx, ownerId);
      const changes = asks
        ? { freezeRequestedUntil: until, freezeReason: reason }
        : { freezeUntil: until, freezeReason: reason, freezeRequestedUntil: undefined };
      if (asks) await tellSuperior(tx, before, ownerId, reason);
      return change(tx, before, changes);
    });
  }

  unfreeze({ id }: UnfreezeCustomerRequest, call: Call): Promise<Customer> {
    return this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(Customer, id);
      const { freezeUntil, freezeRequestedUntil } = before;
      const frozen = freezeUntil !== undefined && Date.parse(freezeUntil) > Date.parse(tx.now);
      if (!frozen && !freezeRequestedUntil) throw new AppError('conflict', 'not-frozen');
      // The end of the freeze stays: the grace period counts from it.
      return change(tx, before, { freezeRequestedUntil: undefined, ...(frozen && { freezeUntil: tx.now }) });
    });
  }

  /** The counter of the owner is locked, so that two freezes do not find the same place. */
  private async checkQuota(tx: Transaction, { id }: Customer, ownerId: string, max: number): Promise<void> {
    await lockHeld(tx, [ownerId]);
    const [row] = await tx.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM customer WHERE owner_id = $1 AND freeze_until > now() AND id <> $2',
      [ownerId, id],
    );
    if ((row?.count ?? 0) >= max)
      throw new AppError('conflict', 'freeze-quota', { params: { max: String(max) } });
  }
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

async function tellSuperior(
  tx: Transaction,
  { id, name }: Customer,
  ownerId: string,
  reason: string,
): Promise<void> {
  const personId = (await superiorsOf(tx, [ownerId])).get(ownerId) ?? nobodys;
  if (personId === nobodys) return;
  const owner = await tx.find(PersonCopy, ownerId);
  const noticeId = uuidv7();
  tx.emit(
    'kontor.notification.v1.NoticeRequested',
    { id: noticeId, version: 1 },
    {
      noticeId,
      personId,
      template: 'freeze-requested',
      about: `customers/${id}`,
      values: { customerName: name, ownerName: owner?.name ?? '', reason },
    },
  );
}
