import { Controller } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import {
  OrganisationServiceControllerMethods,
  type GetOrganisationRequest,
  type OrganisationServiceController,
  type OrganisationSnapshot,
} from '@kontor/contracts/gen/kontor/identity/v1/organisation_service';
import { OrganisationService } from './organisation.service.js';

/** The call by which the gateway learns who may hear of what. */
@Controller()
@OrganisationServiceControllerMethods()
export class OrganisationController implements OrganisationServiceController {
  constructor(private readonly organisation: OrganisationService) {}

  getOrganisation(_: GetOrganisationRequest, call: Call): Promise<OrganisationSnapshot> {
    return this.organisation.snapshot(call);
  }
}
