import { Inject, Injectable } from '@nestjs/common';
import type { VisitPlan as VisitPlanAnswer } from '@kontor/contracts/gen/kontor/customer/v1/visit_plan';
import type {
  CreateVisitPlanRequest,
  ListVisitPlansRequest,
  ListVisitPlansResponse,
  UpdateVisitPlanRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/visit_plan_service';
import type { Call } from '@kontor/access/call';
import { tellFieldUse } from '@kontor/custom-fields/field-use';
import type { Transaction } from '@kontor/database/transaction';
import { expectEtag } from '@kontor/database/etag';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { refusedField } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { maskedChanges } from '@kontor/schema/update-mask';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { CustomerFilters } from '../customer/customer-filters.js';
import { VisitPlanJob } from './visit-plan.job.js';
import { VisitPlan } from './visit-plan.entity.js';

const message = 'kontor.customer.v1.VisitPlan';
const fields = queryFields(contract.fields(message), {
  id: { nullable: false },
  name: { nullable: false },
  segment: { nullable: false },
});

/** Which class of customers is to be talked to how often. */
@Injectable()
export class VisitPlanService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly job: VisitPlanJob,
    private readonly filters: CustomerFilters,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
  ) {}

  async create({ visitPlan }: CreateVisitPlanRequest, call: Call): Promise<VisitPlanAnswer> {
    const plan = await this.work.write(call, (tx) => {
      const row = { ...(visitPlan as VisitPlan) };
      row.visits ||= 1;
      row.months ||= 1;
      this.checkClass(row, row.customerFilter, call);
      return Promise.resolve(tellUse(tx, tx.insert(VisitPlan, row)));
    });
    this.job.wake();
    return plan;
  }

  get(id: string, call: Call): Promise<VisitPlanAnswer> {
    return this.work.read(call, (tx) => tx.get(VisitPlan, id));
  }

  async list(request: ListVisitPlansRequest, call: Call): Promise<ListVisitPlansResponse> {
    const { rows, ...page } = await this.work.read(call, (tx) =>
      listRows(tx, VisitPlan, 'visit_plan', request, {
        fields,
        defaultOrder: 'name',
        method: call.method,
        secret: this.settings.secret,
      }),
    );
    return { visitPlans: rows, ...page };
  }

  /** Changes a plan; its visits follow at once. */
  async update(
    { id, visitPlan, updateMask, etag }: UpdateVisitPlanRequest,
    call: Call,
  ): Promise<VisitPlanAnswer> {
    const plan = await this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(VisitPlan, id);
      expectEtag(before, etag);
      const changes = maskedChanges<VisitPlan>(message, visitPlan as VisitPlan | undefined, updateMask);
      if (changes.visits === 0) changes.visits = 1;
      if (changes.months === 0) changes.months = 1;
      this.checkClass({ ...before, ...changes }, changes.customerFilter, call);
      const after = tx.update(VisitPlan, before, changes);
      return tellUse(tx, after, before);
    });
    this.job.wake();
    return plan;
  }

  /** A plan for everybody is a mistake more often than a wish. Its filter asks by nothing that the caller does not see. */
  private checkClass(
    { segment, customerFilter }: VisitPlan,
    given: string | undefined,
    { caller }: Call,
  ): void {
    if (given) this.filters.readFor(caller, given, 'customerFilter');
    if (segment || customerFilter) return;
    throw refusedField('segment', 'visit-plan-class');
  }
}

function tellUse(tx: Transaction, plan: VisitPlan, before?: VisitPlan): VisitPlan {
  const { id, version, name, customerFilter: filter } = plan;
  const rule = { kind: 'visit-plan', id, version, name, object: 'customer', filter };
  tellFieldUse(tx, rule, before?.customerFilter);
  return plan;
}
