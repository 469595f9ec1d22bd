import { Controller } from '@nestjs/common';
import {
  OutcomeTemplateServiceControllerMethods,
  type CountOutcomesRequest,
  type CreateOutcomeTemplateRequest,
  type GetOutcomeTemplateRequest,
  type ListOutcomeTemplatesRequest,
  type OutcomeTemplateServiceController,
  type UpdateOutcomeTemplateRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/outcome_template_service';
import type { Call } from '@kontor/access/call';
import { OutcomeTemplateService } from './outcome-template.service.js';

@Controller()
@OutcomeTemplateServiceControllerMethods()
export class OutcomeTemplateController implements OutcomeTemplateServiceController {
  constructor(private readonly templates: OutcomeTemplateService) {}

  createOutcomeTemplate(request: CreateOutcomeTemplateRequest, call: Call) {
    return this.templates.create(request, call);
  }

  getOutcomeTemplate({ id }: GetOutcomeTemplateRequest, call: Call) {
    return this.templates.get(id, call);
  }

  listOutcomeTemplates(request: ListOutcomeTemplatesRequest, call: Call) {
    return this.templates.list(request, call);
  }

  updateOutcomeTemplate(request: UpdateOutcomeTemplateRequest, call: Call) {
    return this.templates.update(request, call);
  }

  countOutcomes(request: CountOutcomesRequest, call: Call) {
    return this.templates.count(request, call);
  }
}
