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
import { databaseTime } from '@kontor/database/database-time';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { listRows } from '@kontor/query/list-rows';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { actingPerson } from '../customer/acting-person.js';
import { CustomerFilters } from '../customer/customer-filters.js';
import { customerList } from '../customer/customer-fields.js';
import { Customer } from '../customer/customer.entity.js';
import { openValues } from '../deal/open-deals.js';
import { mayBeAtRisk } from './at-risk.js';
import { ClockBook } from './clock-book.js';
import { idleStart, isProspect, lineOf } from './clock-sql.js';
import { riskClocks, areRare, stateConditions, stateSql, tellClocks } from './follow-up-sql.js';
import { holders } from './holders.js';
import { besideOf } from './warnings.js';
import { effortSplit } from './rules/effort.js';
import { rank, worths } from './rules/worklist.js';
import { StrategyBook } from './strategy-book.js';
import { readClocks, type Clocks } from './usual-clocks.js';

/** Customers of one person that a worklist is chosen from. */
const mostOfOne = 2_000;

/** How customers stand with their owners. */
@Injectable()
export class FollowUpsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly filters: CustomerFilters,
    private readonly book: StrategyBook,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
  ) {}

  list({ states = [], ...request }: ListFollowUpsRequest, call: Call): Promise<ListFollowUpsResponse> {
    const asked = [...states].sort();
    return this.work.read(call, async (tx) => {
      const { owners } = tx.reach('customer');
      const told = asked.length > 0 ? await this.tell(tx, owners) : undefined;
      const ids =
        told && asked.join() === 'at_risk' ? await mayBeAtRisk(tx, told.clocks, told.at) : undefined;
      const { rows, ...page } = await listRows(tx, Customer, 'customer', request, {
        fields: this.filters.fields,
        defaultOrder: 'nextContactTime',
        method: customerList,
        secret: this.settings.secret,
        ...(!ids && !areRare(asked) && { perOwner: [{ by: 'nextContactTime' }] }),
        scope: {
          where: [
            `r.status <> 'lost'`,
            ...stateConditions(asked),
            ...(ids ? ['r.id = ANY ($2::uuid[])'] : []),
          ].join(' AND '),
          params: [...(told ? [asked] : []), ...(ids ? [ids] : [])],
          // Who may be at risk changes with the clock: page tokens are bound to what was asked.
          means: asked,
        },
      });
      return { followUps: await this.shown(tx, rows), ...page };
    });
  }

  count({ ownerId }: CountFollowUpsRequest, call: Call): Promise<CountFollowUpsResponse> {
    return this.work.read(call, async (tx) => {
      const within = ownerId ? [ownerId] : tx.reach('customer').owners;
      const [people, at] = await Promise.all([holders(tx, within), databaseTime(tx).then(Date.parse)]);
      const clocks = await ClockBook.read(tx, this.book, people);
      const params: unknown[] = [clocks.productLines];
      const { from, state } = riskClocks(clocks, at, params);
      const rows = await tx.query<{ ownerId: string | null; state: FollowUpState; count: number }>(
        `SELECT r.owner_id AS "ownerId", ${state} AS state, count(*)::int AS count
         FROM customer r LEFT JOIN ${from} ON g.owner_id = r.owner_id AND g.line = ${lineOf('r', '$1')}
         WHERE r.status <> 'lost' ${ownerId ? `AND r.owner_id = $${params.push(ownerId)}` : ''}
           AND ${tx.visible(Customer, 'r', params)}
         GROUP BY 1, 2 ORDER BY 1 NULLS FIRST, 2`,
        params,
      );
      return { counts: rows.map((row): FollowUpCount => ({ ...row, ownerId: row.ownerId ?? undefined })) };
    });
  }

  worklist({ size = 20 }: GetWorklistRequest, call: Call): Promise<GetWorklistResponse> {
    return this.work.read(call, async (tx) => {
      const personId = actingPerson(call.caller);
      await this.tell(tx, [personId]);
      const rows = await tx.query<Parameters<typeof rank>[0][number]>(
        `SELECT r.id, r.status, ${stateSql('r')} AS state, r.next_contact_time AS "nextContactTime",
           ${idleStart('r')} AS "silentSince"
         FROM customer r WHERE r.guardian_id = $1 AND r.owner_id = $1 AND ${isProspect('r')}
         ORDER BY r.next_contact_time, r.id LIMIT ${mostOfOne}`,
        [personId],
      );
      const values = await openValues(
        tx,
        rows.map(({ id }) => id),
      );
      const worth = worths(values);
      const candidates = rows.map((row) => ({ ...row, worth: worth.get(row.id) }));
      const items = rank(candidates, Date.parse(tx.now)).slice(0, size);
      const customers = await tx.select(Customer, 'r.id = ANY ($1::uuid[])', [items.map(({ id }) => id)]);
      const byId = new Map(customers.map((customer) => [customer.id, customer]));
      return {
        items: items.flatMap(({ id, ...item }) => {
          const customer = byId.get(id);
          if (!customer) return [];
          const openAmounts = values
            .filter(({ customerId }) => customerId === id)
            .map(({ amount, currency }) => ({ amount, currency }));
          return [{ customer, ...item, openAmounts }];
        }),
        effort: effortSplit(this.book.strategyOf(tx, personId)).map((share) => ({
          ...share,
          count: customers.filter(({ status }) => status === share.status).length,
        })),
      };
    });
  }

  /** Makes the clocks of people known to the statements that follow. */
  private async tell(
    tx: Transaction,
    people: 'all' | readonly string[],
  ): Promise<{ clocks: Clocks; at: number }> {
    const at = Date.parse(await databaseTime(tx));
    const clocks = await readClocks(tx, this.book, people, at);
    await tellClocks(tx, clocks, at);
    return { clocks, at };
  }

  private async shown(tx: Transaction, rows: readonly Customer[]): Promise<FollowUp[]> {
    if (rows.length === 0) return [];
    const { clocks, at } = await this.tell(tx, [...new Set(rows.flatMap(({ ownerId }) => ownerId ?? []))]);
    const ids = rows.map(({ id }) => id);
    const [states, beside] = await Promise.all([
      tx.query<{ id: string; state: FollowUpState }>(
        `SELECT r.id, ${stateSql('r')} AS state FROM customer r WHERE r.id = ANY ($1::uuid[])`,
        [ids],
      ),
      besideOf(tx, ids),
    ]);
    const stateOf = new Map(states.map(({ id, state }) => [id, state]));
    return rows.map((customer) => {
      const due = clocks.book.dueOf(customer, at, beside.get(customer.id));
      return {
        customer,
        state: stateOf.get(customer.id) ?? 'new',
        ...(due && { reclaimTime: new Date(due.time).toISOString(), reclaimCause: due.cause }),
      };
    });
  }
}
