import { Controller } from '@nestjs/common';
import {
  OwnershipServiceControllerMethods,
  type GetDossierRequest,
  type ListDossiersRequest,
  type ListOwnersRequest,
  type OwnershipServiceController,
  type ReadDossierRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/ownership_service';
import type { Call } from '@kontor/access/call';
import { DossierService } from './dossier.service.js';
import { DossiersService } from './dossiers.service.js';
import { OwnersService } from './owners.service.js';

/** Calls about who owned a customer, and dossiers. */
@Controller()
@OwnershipServiceControllerMethods()
export class OwnershipController implements OwnershipServiceController {
  constructor(
    private readonly owners: OwnersService,
    private readonly dossier: DossierService,
    private readonly dossiers: DossiersService,
  ) {}

  listOwners(request: ListOwnersRequest, call: Call) {
    return this.owners.list(request, call);
  }

  getDossier({ customerId }: GetDossierRequest, call: Call) {
    return this.dossier.get(customerId, call);
  }

  listDossiers(request: ListDossiersRequest, call: Call) {
    return this.dossiers.list(request, call);
  }

  readDossier({ customerId }: ReadDossierRequest, call: Call) {
    return this.dossier.read(customerId, call);
  }
}
