import { Controller } from '@nestjs/common';
import {
  OpportunityServiceControllerMethods,
  type CreateOpportunityRequest,
  type GetOpportunityRequest,
  type ListOpportunitiesRequest,
  type LoseOpportunityRequest,
  type OpportunityServiceController,
  type UpdateOpportunityRequest,
  type WinOpportunityRequest,
} from '@kontor/contracts/gen/kontor/sales_pipeline/v1/opportunity_service';
import type { Call } from '@kontor/access/call';
import { OpportunityService } from './opportunity.service.js';

@Controller()
@OpportunityServiceControllerMethods()
export class OpportunityController implements OpportunityServiceController {
  constructor(private readonly opportunities: OpportunityService) {}

  createOpportunity(request: CreateOpportunityRequest, call: Call) {
    return this.opportunities.create(request, call);
  }

  getOpportunity({ id }: GetOpportunityRequest, call: Call) {
    return this.opportunities.get(id, call);
  }

  listOpportunities(request: ListOpportunitiesRequest, call: Call) {
    return this.opportunities.list(request, call);
  }

  updateOpportunity(request: UpdateOpportunityRequest, call: Call) {
    return this.opportunities.update(request, call);
  }

  winOpportunity(request: WinOpportunityRequest, call: Call) {
    return this.opportunities.win(request, call);
  }

  loseOpportunity(request: LoseOpportunityRequest, call: Call) {
    return this.opportunities.lose(request, call);
  }
}
