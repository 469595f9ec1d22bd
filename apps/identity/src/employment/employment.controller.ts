import { Controller } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import {
  EmploymentServiceControllerMethods,
  type EmploymentServiceController,
  type LeavePersonRequest,
  type ListAssignmentsRequest,
  type ListAssignmentsResponse,
  type MarkPersonLeftRequest,
  type ReturnPersonRequest,
} from '@kontor/contracts/gen/kontor/identity/v1/employment_service';
import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { EmploymentService } from './employment.service.js';

/** Calls about leaving, returning, and where people worked. */
@Controller()
@EmploymentServiceControllerMethods()
export class EmploymentController implements EmploymentServiceController {
  constructor(private readonly employment: EmploymentService) {}

  listAssignments(request: ListAssignmentsRequest, call: Call): Promise<ListAssignmentsResponse> {
    return this.employment.assignments(request, call);
  }

  leavePerson(request: LeavePersonRequest, call: Call): Promise<Person> {
    return this.employment.leave(request, call);
  }

  markPersonLeft(request: MarkPersonLeftRequest, call: Call): Promise<Person> {
    return this.employment.markLeft(request, call);
  }

  returnPerson({ id }: ReturnPersonRequest, call: Call): Promise<Person> {
    return this.employment.return(id, call);
  }
}
