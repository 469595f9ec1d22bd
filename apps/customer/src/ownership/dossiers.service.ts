import { Inject, Injectable } from '@nestjs/common';
import type { DossierEntry } from '@kontor/contracts/gen/kontor/customer/v1/ownership';
import type {
  ListDossiersRequest,
  ListDossiersResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/ownership_service';
import type { Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { listRows } from '@kontor/query/list-rows';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { CustomerFilters } from '../customer/customer-filters.js';
import { customerList } from '../customer/customer-fields.js';
import { Customer } from '../customer/customer.entity.js';
import { DossierRead } from './dossier-read.entity.js';
import { OwnershipChange } from './ownership-change.entity.js';
import { isSoon } from './rules/dossier.js';

/** What came from somebody else; what one makes oneself is no surprise. */
const cameFromOthers = `c.to_id = $1 AND (c.from_id IS NOT NULL OR c.actor_id IS DISTINCT FROM c.to_id)`;

/** The customers that came to the caller. Ordered by the next contact: what is due within three days stands first. */
@Injectable()
export class DossiersService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly filters: CustomerFilters,
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
  ) {}

  async list({ since, ...request }: ListDossiersRequest, call: Call): Promise<ListDossiersResponse> {
    const { personId } = call.caller;
    // The default is told in SQL: page tokens are bound to the parameters, which must not move with the clock.
    const after = since ? '$2::timestamptz' : `now() - interval '30 days'`;
    // OFFSET 0 keeps Postgres from hashing: the wall around the changes would then look at every customer there is.
    const where = `r.owner_id = $1 AND EXISTS (SELECT 1 FROM ownership_change c
      WHERE c.customer_id = r.id AND ${cameFromOthers} AND c.time >= ${after} OFFSET 0)`;
    return this.work.read(call, async (tx) => {
      const { rows, ...page } = await listRows(tx, Customer, 'customer', request, {
        fields: this.filters.fields,
        defaultOrder: 'nextContactTime',
        // Filters and orders are those of customers, and so are the fields that the caller may not ask by.
        method: customerList,
        secret: this.settings.secret,
        scope: { where, params: since ? [personId, since] : [personId] },
      });
      return { dossiers: await entriesOf(tx, rows, personId), ...page };
    });
  }
}

async function entriesOf(tx: Transaction, customers: Customer[], personId: string): Promise<DossierEntry[]> {
  if (customers.length === 0) return [];
  const ids = customers.map(({ id }) => id);
  const [changes, marks] = await Promise.all([
    latestChanges(tx, ids, personId),
    tx.select(DossierRead, 'r.customer_id = ANY ($1::uuid[]) AND r.person_id = $2', [ids, personId]),
  ]);
  const changeOf = new Map(changes.map((change) => [change.customerId, change]));
  const readOf = new Map(marks.map(({ customerId, readTime }) => [customerId, Date.parse(readTime)]));
  return customers.map((customer) => {
    const change = changeOf.get(customer.id);
    return {
      customer,
      change,
      soon: isSoon(customer.nextContactTime, tx.now),
      read: (readOf.get(customer.id) ?? 0) >= Date.parse(change?.time ?? tx.now),
    };
  });
}

/** How each customer came to the person this time. One short look a customer, for the same reason as above. */
async function latestChanges(
  tx: Transaction,
  ids: readonly string[],
  personId: string,
): Promise<OwnershipChange[]> {
  const params: unknown[] = [ids, personId];
  const rows = await tx.query<OwnershipChange>(
    `SELECT latest.* FROM unnest($1::uuid[]) AS wanted (id) CROSS JOIN LATERAL (
       SELECT c.id, c.customer_id AS "customerId", c.from_id AS "fromId", c.to_id AS "toId", c.cause,
         c.cause_id AS "causeId", c.reason, c.actor_id AS "actorId", c.time
       FROM ownership_change c WHERE c.customer_id = wanted.id AND c.to_id = $2
         AND ${tx.visible(OwnershipChange, 'c', params)}
       ORDER BY c.time DESC, c.id DESC LIMIT 1) latest`,
    params,
  );
  return rows.map(({ fromId, causeId, actorId, ...row }) => ({
    ...row,
    fromId: fromId ?? undefined,
    causeId: causeId ?? undefined,
    actorId: actorId ?? undefined,
  }));
}
