import { Inject, Injectable } from '@nestjs/common';
import type { StageCount, StageMovement } from '@kontor/contracts/gen/kontor/customer/v1/stage_history';
import type {
  CountStagesRequest,
  CountStagesResponse,
  GetStageMovementRequest,
  GetStageMovementResponse,
  ListStageChangesRequest,
  ListStageChangesResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/stage_history_service';
import type { Call } from '@kontor/access/call';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { Customer } from '../customer/customer.entity.js';
import { drillDown, ownersOfScope, scopeSql } from '../metric/scope.js';
import { periodOf } from './rules/period.js';
import { StageChange } from './stage-change.entity.js';

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
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
  ) {}

  async list(
    { customerId, ...request }: ListStageChangesRequest,
    call: Call,
  ): Promise<ListStageChangesResponse> {
    const { rows, ...page } = await this.work.read(call, async (tx) => {
      await tx.get(Customer, customerId);
      return listRows(tx, StageChange, 'stage_change', request, {
        fields,
        defaultOrder: 'time desc',
        method: call.method,
        secret: this.settings.secret,
        scope: { where: 'r.customer_id = $1', params: [customerId] },
      });
    });
    return { stageChanges: rows, ...page };
  }

  count(request: CountStagesRequest, call: Call): Promise<CountStagesResponse> {
    return this.work.read(call, async (tx) => {
      const owners = await ownersOfScope(tx, request);
      const params: unknown[] = [];
      const rows = await tx.query<StageCount>(
        `SELECT r.status, count(*)::int AS count FROM customer r WHERE ${scopeSql(owners, params)}
         GROUP BY r.status ORDER BY r.status`,
        params,
      );
      const counts = rows.map((row) => {
        const drillDownFilter = drillDown({ field: 'status', op: 'eq', value: row.status }, owners);
        return { ...row, ...(drillDownFilter && { drillDownFilter }) };
      });
      return { counts };
    });
  }

  movement(request: GetStageMovementRequest, call: Call): Promise<GetStageMovementResponse> {
    return this.work.read(call, async (tx) => {
      const { start, end } = periodOf(request, tx.now);
      const owners = await ownersOfScope(tx, request);
      const params: unknown[] = [start, end];
      const theirs = scopeSql(owners, params);
      const movements = await tx.query<StageMovement>(
        `WITH step AS (
           SELECT s.from_status, s.to_status, extract(epoch FROM s.time - s.entered_time)::float8 / 86400 AS days
           FROM customer r JOIN stage_change s ON s.customer_id = r.id
           WHERE s.time >= $1 AND s.time < $2 AND ${theirs}
         ), seen AS (
           SELECT to_status AS status, 1 AS entered, 0 AS gone, NULL::float8 AS days FROM step
           UNION ALL SELECT from_status, 0, 1, days FROM step
           UNION ALL SELECT coalesce((SELECT f.from_status FROM stage_change f WHERE f.customer_id = r.id
               ORDER BY f.time, f.id LIMIT 1), r.status), 1, 0, NULL
             FROM customer r WHERE r.create_time >= $1 AND r.create_time < $2 AND ${theirs}
         )
         SELECT status, sum(entered)::int AS entered, sum(gone)::int AS left, sum(entered - gone)::int AS net,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY days) AS "medianDays"
         FROM seen GROUP BY status ORDER BY status`,
        params,
      );
      return { movements };
    });
  }
}
