import { Injectable } from '@nestjs/common';
import type {
  ClaimCustomerRequest,
  ClaimFromPoolRequest,
  ReleaseCustomerRequest,
  ReleaseCustomerResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/pool_service';
import type { Call } from '@kontor/access/call';
import { failPoint } from '@kontor/database/fail-point';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, refusedField } from '@kontor/errors/app-error';
import { actingPerson } from '../customer/acting-person.js';
import { Customer } from '../customer/customer.entity.js';
import { asService, guardianOf, reachedBy, superiorsOf } from '../customer/guardian.js';
import { tellKeepers } from '../customer/keeper-notice.js';
import { moveCustomers } from '../ownership/mover.js';
import { lockRoom } from '../strategy/held.js';
import { capReached } from '../strategy/room-check.js';
import { StrategyBook } from '../strategy/strategy-book.js';
import { PoolClaim } from './pool-claim.entity.js';
import { Pool } from './pool.entity.js';
import { openTo, whyNoClaim } from './rules/may-claim.js';
import { statusesOf, waitsIn } from './rules/pool-kind.js';

/**
 * How customers come out of pools and into them. What waits in a pool lies beyond the reach of who claims it, and so does
 * what was released of who released it: the service does both in its own name, after asking the rules itself.
 */
@Injectable()
export class ClaimsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly book: StrategyBook,
  ) {}

  /** Whoever locks the row first gets it; the others find it owned. All that is not claimable is told alike. */
  claim({ id }: ClaimCustomerRequest, call: Call): Promise<Customer> {
    return this.work.write(asService(call), async (tx) => {
      const [customer] = await tx.select(Customer, 'r.id = $1', [id], 'FOR NO KEY UPDATE OF r');
      const pool = customer?.poolId ? await tx.find(Pool, customer.poolId) : undefined;
      if (!customer || !pool || !this.isOpen(tx, pool) || !waitsIn(pool.kind, customer.status))
        throw new AppError('conflict', 'not-claimable');
      return this.take(tx, customer, pool);
    });
  }

  claimNext({ id }: ClaimFromPoolRequest, call: Call): Promise<Customer> {
    return this.work.write(asService(call), async (tx) => {
      const pool = await tx.get(Pool, id);
      if (!this.isOpen(tx, pool)) throw new AppError('forbidden', 'pool-closed');
      const personId = actingPerson(tx.call.caller);
      const { lines, days, otherwise } = this.coolDowns(tx, personId);
      const [customer] = await tx.select(
        Customer,
        `r.pool_id = $1 AND r.status = ANY ($6) AND NOT EXISTS (
           SELECT 1 FROM ownership_change o WHERE o.customer_id = r.id AND o.from_id = $2 AND o.time > now() - make_interval(days =>
             coalesce((SELECT l.days FROM unnest($3::text[], $4::int[]) AS l (line, days) WHERE l.line = r.product_line), $5)))`,
        [pool.id, personId, lines, days, otherwise, statusesOf(pool.kind)],
        'ORDER BY r.release_time, r.id LIMIT 1 FOR NO KEY UPDATE OF r SKIP LOCKED',
      );
      if (!customer) throw new AppError('not_found', 'pool-empty');
      return this.take(tx, customer, pool);
    });
  }

  /** By who reaches the owner. Who was let in by a share sees the customer, and is told that it is not theirs to give up. */
  async release(request: ReleaseCustomerRequest, call: Call): Promise<ReleaseCustomerResponse> {
    try {
      return await this.releaseReached(request, call);
    } catch (error) {
      const hidden = error instanceof AppError && error.reason === 'customer-not-found';
      if (!hidden || !(await this.work.read(call, (tx) => tx.find(Customer, request.id)))) throw error;
      throw new AppError('forbidden', 'release-not-yours', { cause: error });
    }
  }

  private releaseReached(
    { id, reason, poolId }: ReleaseCustomerRequest,
    call: Call,
  ): Promise<ReleaseCustomerResponse> {
    return this.work.write(asService(call), async (tx) => {
      const [customer] = await tx.select(Customer, 'r.id = $1', [id], 'FOR NO KEY UPDATE OF r');
      if (!customer || !reachedBy(tx, call, guardianOf(customer)))
        throw new AppError('not_found', 'customer-not-found');
      const { ownerId } = customer;
      if (!ownerId) throw new AppError('conflict', 'no-owner');
      const pool = await this.poolFor(tx, customer, ownerId, poolId);
      const keeperId = pool?.managerId ?? (await superiorsOf(tx, [ownerId])).get(ownerId);
      const why = { cause: 'release', reason, actorId: call.caller.personId } as const;
      tellKeepers(tx, await moveCustomers(tx, [{ customer, poolId: pool?.id, keeperId }], why));
      return { poolId: pool?.id };
    });
  }

  /** The pool that is named, or that of the strategy; one of the other kind is refused, and not taken by itself. */
  private async poolFor(
    tx: Transaction,
    { status, productLine }: Customer,
    ownerId: string,
    named: string | undefined,
  ): Promise<Pool | undefined> {
    const wanted = named ?? this.book.strategyOf(tx, ownerId, productLine).poolId;
    const pool = wanted ? await tx.get(Pool, wanted) : undefined;
    if (!pool || waitsIn(pool.kind, status)) return pool;
    if (!named) return undefined;
    throw refusedField('poolId', 'pool-kind');
  }

  /** How long the person waits before claiming a former customer, by product line where something is set for it. */
  private coolDowns(
    tx: Transaction,
    personId: string,
  ): { lines: string[]; days: number[]; otherwise: number } {
    const lines = [...this.book.lookup(this.book.at(tx.now)).productLines];
    const days = lines.map((line) => this.book.strategyOf(tx, personId, line).coolDownDays);
    return { lines, days, otherwise: this.book.strategyOf(tx, personId).coolDownDays };
  }

  /** Whether the pool is open to who asks: by its units, and by the strategies that hold for the person. */
  isOpen(tx: Transaction, pool: Pool): boolean {
    const personId = actingPerson(tx.call.caller);
    return openTo(pool, tx.organisation.unitsOf(personId)) && this.book.strategyOf(tx, personId).claimEnabled;
  }

  /** The counter of who claims is locked first: it orders the person's own claims, so that limits hold among them. */
  private async take(tx: Transaction, customer: Customer, { id: poolId }: Pool): Promise<Customer> {
    const personId = actingPerson(tx.call.caller);
    const room = await lockRoom(tx, this.book, [], [personId]);
    const [made, [lost]] = await Promise.all([
      tx.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM pool_claim WHERE person_id = $1 AND time > now() - interval '24 hours'`,
        [personId],
      ),
      tx.query<{ time: string }>(
        `SELECT max(time) AS time FROM ownership_change WHERE customer_id = $1 AND from_id = $2`,
        [customer.id, personId],
      ),
    ]);
    const { claimPerDay } = this.book.strategyOf(tx, personId);
    const { coolDownDays } = this.book.strategyOf(tx, personId, customer.productLine);
    const lostAt = lost?.time ? Date.parse(lost.time) : undefined;
    const facts = {
      claimed: made[0]?.count ?? 0,
      claimPerDay,
      coolDownDays,
      lostAt,
      now: Date.parse(tx.now),
    };
    const refusal = whyNoClaim(facts);
    if (refusal) throw new AppError('conflict', refusal, { params: { limit: String(claimPerDay) } });
    const cap = this.book.capOf(tx, personId);
    if (!room.take(personId, customer.status)) throw capReached(cap ?? 0);
    await mustWorkHere(tx, personId);
    tx.insert(PoolClaim, { poolId, customerId: customer.id, personId, time: tx.now });
    failPoint('claim.before-move');
    const why = { cause: 'claim', reason: '', actorId: tx.call.caller.personId } as const;
    const [after = customer] = await moveCustomers(tx, [{ customer, toId: personId }], why);
    return after;
  }
}

/** Who is leaving takes nothing more. Locked: a farewell waits for this and hands the customer over too. */
async function mustWorkHere(tx: Transaction, personId: string): Promise<void> {
  const [person] = await tx.query<{ status: string }>(
    'SELECT status FROM person_copy WHERE id = $1 FOR SHARE',
    [personId],
  );
  if (person?.status !== 'active') throw new AppError('conflict', 'not-claimable');
}
