import { Inject, Injectable } from '@nestjs/common';
import type {
  FollowUp,
  FollowUpCount,
  FollowUpState,
} from '@kontor/contracts/gen/kontor/customer/v1/strategy';
import type {
  CountFollowUpsRequest,
  CountFollowUpsResponse,
  GetWorklistRequest,
  GetWorklistResponse,
  ListFollowUpsRequest,
  ListFollowUpsResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/strategy_service';
import type { Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { listRows } from '@kontor/query/list-rows';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { customerFields, customerList } from '../customer/customer-fields.js';
import { Customer } from '../customer/customer.entity.js';
import { isProspect } from './clock-sql.js';
import { clocksOf, productLinesOf, type OwnerClock } from './cutoffs.js';
import { stateSql, tellClocks } from './follow-up-sql.js';
import { databaseTime } from './reclaim.js';
import { dueOf } from './rules/due.js';
import { countsAsHeld } from './rules/room.js';
import { rank } from './rules/worklist.js';
import { StrategyBook } from './strategy-book.js';

/** Customers of one person that a worklist is chosen from. */
const mostOfOne = 2_000;

/** How customers stand with their owners. */
@Injectable()
export class FollowUpsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly book: StrategyBook,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
  ) {}

  list({ states = [], ...request }: ListFollowUpsRequest, call: Call): Promise<ListFollowUpsResponse> {
    return this.work.read(call, async (tx) => {
      await tellClocks(tx, this.book);
      const { rows, ...page } = await listRows(tx, Customer, 'customer', request, {
        fields: customerFields,
        defaultOrder: 'nextContactTime',
        method: customerList,
        secret: this.settings.secret,
        scope:
          states.length > 0
            ? {
                where: `r.status <> 'lost' AND (${stateSql('r')}) = ANY ($1::text[])`,
                params: [[...states].sort()],
              }
            : { where: `r.status <> 'lost'`, params: [] },
      });
      return { followUps: await this.shown(tx, rows), ...page };
    });
  }

  count({ ownerId }: CountFollowUpsRequest, call: Call): Promise<CountFollowUpsResponse> {
    return this.work.read(call, async (tx) => {
      await tellClocks(tx, this.book);
      const params: unknown[] = ownerId ? [ownerId] : [];
      const rows = await tx.query<{ ownerId: string | null; state: FollowUpState; count: number }>(
        `SELECT r.owner_id AS "ownerId", ${stateSql('r')} AS state, count(*)::int AS count FROM customer r
         WHERE r.status <> 'lost' ${ownerId ? 'AND r.owner_id = $1' : ''} AND ${tx.visible(Customer, 'r', params)}
         GROUP BY 1, 2 ORDER BY 1 NULLS FIRST, 2`,
        params,
      );
      return { counts: rows.map((row): FollowUpCount => ({ ...row, ownerId: row.ownerId ?? undefined })) };
    });
  }

  worklist({ size = 20 }: GetWorklistRequest, call: Call): Promise<GetWorklistResponse> {
    return this.work.read(call, async (tx) => {
      await tellClocks(tx, this.book);
      const rows = await tx.query<Parameters<typeof rank>[0][number]>(
        `SELECT r.id, r.status, ${stateSql('r')} AS state, r.next_contact_time AS "nextContactTime",
           greatest(coalesce(r.assign_time, r.create_time), r.last_contact_time) AS "silentSince"
         FROM customer r WHERE r.guardian_id = $1 AND r.owner_id = $1 AND ${isProspect('r')}
         ORDER BY r.next_contact_time, r.id LIMIT ${mostOfOne}`,
        [call.caller.personId],
      );
      const items = rank(rows, Date.parse(tx.now)).slice(0, size);
      const customers = await tx.select(Customer, 'r.id = ANY ($1::uuid[])', [items.map(({ id }) => id)]);
      const byId = new Map(customers.map((customer) => [customer.id, customer]));
      return {
        items: items.flatMap(({ id, ...item }) => {
          const customer = byId.get(id);
          return customer ? [{ customer, ...item }] : [];
        }),
      };
    });
  }

  private async shown(tx: Transaction, rows: readonly Customer[]): Promise<FollowUp[]> {
    if (rows.length === 0) return [];
    const settings = this.book.at(tx.now);
    const owners = [...new Set(rows.flatMap(({ ownerId }) => ownerId ?? []))];
    const [clocks, states] = await Promise.all([
      clocksOf(tx, this.book, owners, { at: await databaseTime(tx), settings }),
      tx.query<{ id: string; state: FollowUpState }>(
        `SELECT r.id, ${stateSql('r')} AS state FROM customer r WHERE r.id = ANY ($1::uuid[])`,
        [rows.map(({ id }) => id)],
      ),
    ]);
    const clockOf = new Map(clocks.map((clock) => [`${clock.ownerId} ${clock.productLine ?? ''}`, clock]));
    const stateOf = new Map(states.map(({ id, state }) => [id, state]));
    const lines = productLinesOf(settings);
    return rows.map((customer) => {
      const line = lines.includes(customer.productLine ?? '') ? customer.productLine : '';
      const due = dueTime(customer, clockOf.get(`${customer.ownerId} ${line}`));
      return {
        customer,
        state: stateOf.get(customer.id) ?? 'new',
        ...(due && { reclaimTime: new Date(due.time).toISOString(), reclaimCause: due.cause }),
      };
    });
  }
}

function dueTime(customer: Customer, clock: OwnerClock | undefined) {
  if (!clock || !countsAsHeld(customer.status)) return undefined;
  const { assignTime, createTime, lastContactTime, freezeUntil } = customer;
  const times = {
    assigned: Date.parse(assignTime ?? createTime),
    lastContact: lastContactTime ? Date.parse(lastContactTime) : undefined,
    freezeUntil: freezeUntil ? Date.parse(freezeUntil) : undefined,
  };
  return dueOf(times, clock.strategy, clock.pauses);
}
