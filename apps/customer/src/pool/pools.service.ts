import { Inject, Injectable } from '@nestjs/common';
import type { PooledCustomer } from '@kontor/contracts/gen/kontor/customer/v1/pool';
import type {
  CreatePoolRequest,
  ListPooledCustomersRequest,
  ListPooledCustomersResponse,
  ListPoolsRequest,
  ListPoolsResponse,
  UpdatePoolRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/pool_service';
import type { Call } from '@kontor/access/call';
import { expectEtag } from '@kontor/database/etag';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, refusedField } from '@kontor/errors/app-error';
import { coveredFields } from '@kontor/query/covered-fields';
import { queryFields, type QueryFields } from '@kontor/query/fields';
import { listQuery } from '@kontor/query/list';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { maskedChanges } from '@kontor/schema/update-mask';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { checkNamed } from '../assignment/named-check.js';
import { customerFields, customerList } from '../customer/customer-fields.js';
import { Customer } from '../customer/customer.entity.js';
import { asService } from '../customer/guardian.js';
import { activeAmong } from '../customer/owner.js';
import { StrategyJob } from '../strategy/strategy.job.js';
import { ClaimsService } from './claims.service.js';
import { Pool } from './pool.entity.js';
import { statusesOf } from './rules/pool-kind.js';

const message = 'kontor.customer.v1.Pool';
const fields = queryFields(contract.fields(message), {
  name: { nullable: false },
  kind: { nullable: false },
});

/** What of customers in a pool is shown, and so may be asked by. */
const shownNames = ['id', 'name', 'status', 'city', 'segment', 'releaseTime'];
const shownFields: QueryFields = new Map([...customerFields].filter(([name]) => shownNames.includes(name)));

/** Pools, and what waits in them as those see it who may claim. */
@Injectable()
export class PoolsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly claims: ClaimsService,
    private readonly job: StrategyJob,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
  ) {}

  create({ pool }: CreatePoolRequest, call: Call): Promise<Pool> {
    return this.work.write(call, async (tx) => {
      const row = pool as Pool;
      await checkManager(tx, row.managerId);
      await checkNamed(tx, row);
      return tx.insert(Pool, { ...row, name: row.name.trim() });
    });
  }

  get(id: string, call: Call): Promise<Pool> {
    return this.work.read(call, (tx) => tx.get(Pool, id));
  }

  async list(request: ListPoolsRequest, call: Call): Promise<ListPoolsResponse> {
    const { rows, ...page } = await this.work.read(call, (tx) =>
      listRows(tx, Pool, 'pool', request, {
        fields,
        defaultOrder: 'name',
        method: call.method,
        secret: this.settings.secret,
      }),
    );
    return { pools: rows, ...page };
  }

  async update({ id, pool, updateMask, etag }: UpdatePoolRequest, call: Call): Promise<Pool> {
    const stored = await this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(Pool, id);
      expectEtag(before, etag);
      const changes = maskedChanges<Pool>(message, pool as Pool | undefined, updateMask);
      // What waits in it, and strategies that name it, are of its kind.
      if (changes.kind && changes.kind !== before.kind) throw refusedField('kind', 'pool-kind-stays');
      if (changes.managerId) await checkManager(tx, changes.managerId);
      await checkNamed(tx, changes);
      if (changes.name) changes.name = changes.name.trim();
      return tx.update(Pool, before, changes);
    });
    this.job.wake();
    return stored;
  }

  /** Asked for the service, since it lies beyond reach; whoever may not claim from the pool is refused before. */
  async listCustomers(
    { poolId, ...request }: ListPooledCustomersRequest,
    call: Call,
  ): Promise<ListPooledCustomersResponse> {
    const covered = coveredFields(call.caller, customerList);
    return this.work.read(asService(call), async (tx) => {
      const pool = await tx.get(Pool, poolId);
      if (!this.claims.isOpen(tx, pool)) throw new AppError('forbidden', 'pool-closed');
      const plan = listQuery(request, {
        fields: shownFields,
        defaultOrder: 'releaseTime',
        method: call.method,
        secret: this.settings.secret,
        alias: 'r',
        // Who has bought since is nobody's to claim from a pool of prospects.
        scope: { where: 'r.pool_id = $1 AND r.status = ANY ($2)', params: [poolId, statusesOf(pool.kind)] },
        ...(covered && { covered }),
      });
      const { rows, ...page } = plan.finish(await tx.select(Customer, plan.where, plan.params, plan.tail));
      const [counted] = plan.total
        ? await tx.query<{ count: number }>(
            `SELECT count(*)::int AS count FROM customer r WHERE ${plan.total.where}`,
            plan.total.params,
          )
        : [];
      return { customers: rows.map(shown), ...page, ...(counted && { totalSize: counted.count }) };
    });
  }
}

function shown({ id, number, kind, name, status, city, segment, releaseTime }: Customer): PooledCustomer {
  return { id, number, kind, name, status, city, segment, releaseTime };
}

async function checkManager(tx: Transaction, managerId: string): Promise<void> {
  if ((await activeAmong(tx, [managerId])).has(managerId)) return;
  throw refusedField('managerId', 'owner-unknown');
}
