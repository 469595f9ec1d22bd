import { Controller } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import type { Substitution } from '@kontor/contracts/gen/kontor/identity/v1/substitution';
import {
  SubstitutionServiceControllerMethods,
  type ApproveSubstitutionRequest,
  type CancelSubstitutionRequest,
  type CreateSubstitutionRequest,
  type GetSubstitutionRequest,
  type ListSubstitutionsRequest,
  type ListSubstitutionsResponse,
  type SubstitutionServiceController,
  type UpdateSubstitutionRequest,
} from '@kontor/contracts/gen/kontor/identity/v1/substitution_service';
import { SubstitutionService } from './substitution.service.js';

/** Calls about absence. */
@Controller()
@SubstitutionServiceControllerMethods()
export class SubstitutionController implements SubstitutionServiceController {
  constructor(private readonly substitutions: SubstitutionService) {}

  createSubstitution(request: CreateSubstitutionRequest, call: Call): Promise<Substitution> {
    return this.substitutions.create(request, call);
  }

  listSubstitutions(request: ListSubstitutionsRequest, call: Call): Promise<ListSubstitutionsResponse> {
    return this.substitutions.list(request, call);
  }

  getSubstitution({ id }: GetSubstitutionRequest, call: Call): Promise<Substitution> {
    return this.substitutions.get(id, call);
  }

  updateSubstitution(request: UpdateSubstitutionRequest, call: Call): Promise<Substitution> {
    return this.substitutions.update(request, call);
  }

  approveSubstitution({ id }: ApproveSubstitutionRequest, call: Call): Promise<Substitution> {
    return this.substitutions.approve(id, call);
  }

  cancelSubstitution({ id }: CancelSubstitutionRequest, call: Call): Promise<Substitution> {
    return this.substitutions.cancel(id, call);
  }
}
