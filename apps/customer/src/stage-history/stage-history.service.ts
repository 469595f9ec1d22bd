import { Inject, Injectable } from '@nestjs/common';
import type { StageCount } from '@kontor/contracts/gen/kontor/customer/v1/stage_history';
import type {
  CountStagesRequest,
  CountStagesResponse,
  GetStageMovementRequest,
  GetStageMovementResponse,
  GetStageMovementSeriesRequest,
  GetStageMovementSeriesResponse,
  ListStageChangesRequest,
  ListStageChangesResponse,
  ListStageStepsRequest,
  ListStageStepsResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/stage_history_service';
import type { Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { countOwned } from '../count/cells.js';
import type { Days } from '../count/flows.js';
import { movementOf, movementsOf } from '../count/movements.js';
import { Customer } from '../customer/customer.entity.js';
import { drillDown, ownersOfScope } from '../metric/scope.js';
import { dayOf } from '../visit-plan/rules/periods.js';
import { partsOf } from './rules/buckets.js';
import { periodOf } from './rules/period.js';
import { StageChange } from './stage-change.entity.js';
import { stepsSql } from './steps-sql.js';

const never = { nullable: false };
const fields = queryFields(contract.fields('kontor.customer.v1.StageChange'), {
  fromStatus: never,
  toStatus: never,
  time: never,
});

/** How many customers are in which stage, and how they move. */
@Injectable()
export class StageHistoryService {
  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret' | 'companyTimeZone'>,
  ) {}

  list(request: ListStageChangesRequest, call: Call): Promise<ListStageChangesResponse> {
    return this.work.read(call, async (tx) => {
      await tx.get(Customer, request.customerId);
      return this.listIn(tx, request, call.method);
    });
  }

  /** A page of the steps of a customer that is looked at in the same transaction, for the call `method`. */
  async listIn(
    tx: Transaction,
    { customerId, ...request }: ListStageChangesRequest,
    method: string,
  ): Promise<ListStageChangesResponse> {
    const { rows, ...page } = await listRows(tx, StageChange, 'stage_change', request, {
      fields,
      defaultOrder: 'time desc',
      method,
      secret: this.settings.secret,
      scope: { where: 'r.customer_id = $1', params: [customerId] },
    });
    return { stageChanges: rows, ...page };
  }

  count(request: CountStagesRequest, call: Call): Promise<CountStagesResponse> {
    return this.work.read(call, async (tx) => {
      const owners = await ownersOfScope(tx, request);
      const rows = await countOwned(tx, owners);
      const counts = rows.map((row): StageCount => {
        const drillDownFilter = drillDown({ field: 'status', op: 'eq', value: row.status }, owners);
        return { ...row, ...(drillDownFilter && { drillDownFilter }) };
      });
      return { counts };
    });
  }

  movement(request: GetStageMovementRequest, call: Call): Promise<GetStageMovementResponse> {
    return this.work.read(call, async (tx) => {
      const days = this.daysOf(request, tx.now);
      const owners = await ownersOfScope(tx, request);
      return { movements: await movementOf(tx, owners, days) };
    });
  }

  series(
    { bucket = 'month', ...request }: GetStageMovementSeriesRequest,
    call: Call,
  ): Promise<GetStageMovementSeriesResponse> {
    return this.work.read(call, async (tx) => {
      const days = this.daysOf(request, tx.now);
      const owners = await ownersOfScope(tx, request);
      const parts = partsOf(days, bucket);
      const moved = Map.groupBy(await movementsOf(tx, owners, days, parts), ({ firstDay }) => firstDay);
      const movements = (day: string) =>
        (moved.get(day) ?? []).map(({ firstDay: _, ...movement }) => movement);
      return { parts: parts.map((part) => ({ ...part, movements: movements(part.firstDay) })) };
    });
  }

  async steps(
    { startTime, endTime, scope, personId, unitId, ...request }: ListStageStepsRequest,
    call: Call,
  ): Promise<ListStageStepsResponse> {
    const { rows, ...page } = await this.work.read(call, async (tx) => {
      const days = this.daysOf({ startTime, endTime }, tx.now);
      const owners = await ownersOfScope(tx, { scope, personId, unitId });
      const params: unknown[] = [];
      const where = stepsSql(days, owners, params);
      return listRows(tx, StageChange, 'stage_change', request, {
        fields,
        defaultOrder: 'time desc',
        method: call.method,
        secret: this.settings.secret,
        // Pages belong together while people come and go, and while the end is now.
        scope: { where, params, means: { startTime, endTime, scope, personId, unitId } },
      });
    });
    return { stageChanges: rows, ...page };
  }

  private daysOf(
    request: { startTime?: string | undefined; endTime?: string | undefined },
    now: string,
  ): Days {
    const { start, end } = periodOf(request, now);
    const timeZone = this.settings.companyTimeZone;
    const before = new Date(Date.parse(end) - 1).toISOString();
    return { first: dayOf(start, timeZone), last: dayOf(before, timeZone), timeZone };
  }
}
