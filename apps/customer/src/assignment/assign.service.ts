import { Injectable } from '@nestjs/common';
import type { AssignmentResult } from '@kontor/contracts/gen/kontor/customer/v1/assignment';
import type {
  AssignCustomersRequest,
  AssignCustomersResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/assignment_service';
import type { Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { Customer } from '../customer/customer.entity.js';
import { asService, guardianOf, reachedBy } from '../customer/guardian.js';
import { ownerAssignable } from '../customer/owner.js';
import { moveCustomers, type Move } from '../ownership/mover.js';
import { lockHeld, lockRoom } from '../strategy/held.js';
import { StrategyBook } from '../strategy/strategy-book.js';
import { RuleChooser } from './by-rules.js';

/** Says for a customer who gets it; undefined where nobody does. */
type Chooser = (customer: Customer) => { ownerId: string } | { reason: string };

/** Gives customers to people, many at once. */
@Injectable()
export class AssignService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly book: StrategyBook,
  ) {}

  /** A rule may choose somebody beyond the caller's reach: then the service does it, of what the caller reaches. */
  assign(
    { customerIds, ownerId, reason = '' }: AssignCustomersRequest,
    call: Call,
  ): Promise<AssignCustomersResponse> {
    const ids = [...new Set(customerIds)];
    return this.work.write(ownerId ? call : asService(call), async (tx) => {
      if (ownerId) await ownerAssignable(tx, ownerId, 'transfer');
      const rows = await tx.select(
        Customer,
        'r.id = ANY ($1::uuid[])',
        [ids],
        'ORDER BY r.id FOR NO KEY UPDATE OF r',
      );
      const customers = new Map(
        rows.filter((row) => reachedBy(tx, call, guardianOf(row))).map((row) => [row.id, row]),
      );
      if (ownerId) await lockHeld(tx, [...rows.flatMap((row) => row.ownerId ?? []), ownerId]);
      const choose = ownerId
        ? await this.oneOwner(tx, ownerId)
        : await this.byRules(tx, [...customers.values()]);
      const results: AssignmentResult[] = [];
      const moves: Move[] = [];
      for (const customerId of ids) {
        const customer = customers.get(customerId);
        const chosen = customer ? choose(customer) : { reason: 'not-in-reach' };
        if ('reason' in chosen) results.push({ customerId, reason: chosen.reason });
        else {
          results.push({ customerId, ownerId: chosen.ownerId, reason: '' });
          if (customer && customer.ownerId !== chosen.ownerId) moves.push({ customer, toId: chosen.ownerId });
        }
      }
      const why = { cause: ownerId ? 'assign' : 'rule', reason, actorId: call.caller.personId } as const;
      await moveCustomers(tx, moves, why);
      return { results };
    });
  }

  private async oneOwner(tx: Transaction, ownerId: string): Promise<Chooser> {
    const room = await lockRoom(tx, this.book, [ownerId]);
    return (customer) => {
      if (customer.ownerId === ownerId || room.take(ownerId, customer.status)) return { ownerId };
      return { reason: 'cap-reached' };
    };
  }

  /** Rules give what nobody owns; what has an owner stays. */
  private async byRules(tx: Transaction, customers: readonly Customer[]): Promise<Chooser> {
    const unowned = customers.filter(({ ownerId }) => !ownerId);
    const chooser = await RuleChooser.open(tx, this.book, unowned);
    return (customer) => {
      const ownerId = customer.ownerId ?? chooser.choose(customer);
      return ownerId ? { ownerId } : { reason: 'no-rule-fits' };
    };
  }
}
