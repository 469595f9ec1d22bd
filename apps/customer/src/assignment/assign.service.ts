import { Injectable } from '@nestjs/common';
import type { AssignmentResult } from '@kontor/contracts/gen/kontor/customer/v1/assignment';
import type {
  AssignCustomersRequest,
  AssignCustomersResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/assignment_service';
import type { Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { MessageParams } from '@kontor/errors/app-error';
import { render } from '@kontor/errors/messages';
import { Customer } from '../customer/customer.entity.js';
import { asService, guardianOf, reachedBy } from '../customer/guardian.js';
import { ownerAssignable } from '../customer/owner.js';
import { messages } from '../messages.js';
import { moveCustomers, type Move } from '../ownership/mover.js';
import { lockHeld, lockRoom } from '../strategy/held.js';
import { StrategyBook } from '../strategy/strategy-book.js';
import { RuleChooser } from './by-rules.js';

/** Says for a customer who gets it; undefined where nobody does. */
type Chooser = (customer: Customer) => { ownerId: string } | Refusal;

/** Why nobody gets it, as a word, and what its sentence says besides. */
interface Refusal {
  reason: 'not-in-reach' | 'cap-reached' | 'no-rule-fits';
  params?: MessageParams;
}

const notInReach: Refusal = { reason: 'not-in-reach' };

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
        const chosen = customer ? choose(customer) : notInReach;
        if ('reason' in chosen) {
          const { reason: word, params = {} } = chosen;
          results.push({ customerId, reason: word, message: render(word, params, call.language, messages) });
        } else {
          results.push({ customerId, ownerId: chosen.ownerId, reason: '', message: '' });
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
      return { reason: 'cap-reached', params: { cap: String(this.book.capOf(tx, ownerId) ?? '') } };
    };
  }

  /** Rules give what nobody owns; what has an owner stays. */
  private async byRules(tx: Transaction, customers: readonly Customer[]): Promise<Chooser> {
    const unowned = customers.filter(({ ownerId }) => !ownerId);
    const chooser = await RuleChooser.open(tx, this.book, unowned);
    const room = await lockRoom(tx, this.book, [], chooser.candidates);
    return (customer) => {
      const ownerId = customer.ownerId ?? chooser.choose(customer, room);
      return ownerId ? { ownerId } : { reason: 'no-rule-fits' };
    };
  }
}
