import { Inject, Injectable } from '@nestjs/common';
import type { StageCount } from '@kontor/contracts/gen/kontor/customer/v1/stage_history';
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
import { countOwned } from '../count/cells.js';
import { movementOf } from '../count/flows.js';
import { Customer } from '../customer/customer.entity.js';
import { drillDown, ownersOfScope } from '../metric/scope.js';
import { dayOf } from '../visit-plan/rules/periods.js';
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
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret' | 'companyTimeZone'>,
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
      const { start, end } = periodOf(request, tx.now);
      const owners = await ownersOfScope(tx, request);
      const timeZone = this.settings.companyTimeZone;
      const before = new Date(Date.parse(end) - 1).toISOString();
      const days = { first: dayOf(start, timeZone), last: dayOf(before, timeZone), timeZone };
      const movements = await movementOf(tx, owners, days);
      return { movements };
    });
  }
}
