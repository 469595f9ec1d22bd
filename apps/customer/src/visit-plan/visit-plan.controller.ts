import { Controller } from '@nestjs/common';
import {
  VisitPlanServiceControllerMethods,
  type CreateVisitPlanRequest,
  type GetVisitCoverageRequest,
  type GetVisitPlanRequest,
  type ListNextContactsRequest,
  type ListPlannedVisitsRequest,
  type ListVisitPlansRequest,
  type UpdateVisitPlanRequest,
  type VisitPlanServiceController,
} from '@kontor/contracts/gen/kontor/customer/v1/visit_plan_service';
import type { Call } from '@kontor/access/call';
import { NextContactsService } from './next-contacts.service.js';
import { PlannedVisitsService } from './planned-visits.service.js';
import { VisitPlanService } from './visit-plan.service.js';

@Controller()
@VisitPlanServiceControllerMethods()
export class VisitPlanController implements VisitPlanServiceController {
  constructor(
    private readonly plans: VisitPlanService,
    private readonly visits: PlannedVisitsService,
    private readonly nextContacts: NextContactsService,
  ) {}

  createVisitPlan(request: CreateVisitPlanRequest, call: Call) {
    return this.plans.create(request, call);
  }

  getVisitPlan({ id }: GetVisitPlanRequest, call: Call) {
    return this.plans.get(id, call);
  }

  listVisitPlans(request: ListVisitPlansRequest, call: Call) {
    return this.plans.list(request, call);
  }

  updateVisitPlan(request: UpdateVisitPlanRequest, call: Call) {
    return this.plans.update(request, call);
  }

  listPlannedVisits(request: ListPlannedVisitsRequest, call: Call) {
    return this.visits.list(request, call);
  }

  getVisitCoverage(request: GetVisitCoverageRequest, call: Call) {
    return this.visits.coverage(request, call);
  }

  listNextContacts(request: ListNextContactsRequest, call: Call) {
    return this.nextContacts.list(request, call);
  }
}
