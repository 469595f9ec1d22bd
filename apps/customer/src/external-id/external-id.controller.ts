import { Controller } from '@nestjs/common';
import {
  ExternalIdServiceControllerMethods,
  type ExternalIdServiceController,
  type GetCustomerByExternalIdRequest,
  type UpsertCustomerRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/external_id_service';
import type { Call } from '@kontor/access/call';
import { ExternalIdService } from './external-id.service.js';

@Controller()
@ExternalIdServiceControllerMethods()
export class ExternalIdController implements ExternalIdServiceController {
  constructor(private readonly customers: ExternalIdService) {}

  upsertCustomer(request: UpsertCustomerRequest, call: Call) {
    return this.customers.upsert(request, call);
  }

  getCustomerByExternalId(request: GetCustomerByExternalIdRequest, call: Call) {
    return this.customers.get(request, call);
  }
}
