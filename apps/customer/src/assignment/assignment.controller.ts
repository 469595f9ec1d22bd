import { Controller } from '@nestjs/common';
import {
  AssignmentServiceControllerMethods,
  type AssignCustomersRequest,
  type AssignmentServiceController,
  type CreateAssignmentRuleRequest,
  type GetAssignmentRuleRequest,
  type ListAssignmentRulesRequest,
  type UpdateAssignmentRuleRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/assignment_service';
import type { Call } from '@kontor/access/call';
import { AssignService } from './assign.service.js';
import { AssignmentRulesService } from './assignment-rules.service.js';

/** Calls of assignment. */
@Controller()
@AssignmentServiceControllerMethods()
export class AssignmentController implements AssignmentServiceController {
  constructor(
    private readonly assignments: AssignService,
    private readonly rules: AssignmentRulesService,
  ) {}

  assignCustomers(request: AssignCustomersRequest, call: Call) {
    return this.assignments.assign(request, call);
  }

  createAssignmentRule(request: CreateAssignmentRuleRequest, call: Call) {
    return this.rules.create(request, call);
  }

  getAssignmentRule({ id }: GetAssignmentRuleRequest, call: Call) {
    return this.rules.get(id, call);
  }

  listAssignmentRules(request: ListAssignmentRulesRequest, call: Call) {
    return this.rules.list(request, call);
  }

  updateAssignmentRule(request: UpdateAssignmentRuleRequest, call: Call) {
    return this.rules.update(request, call);
  }
}
