import { Controller } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import {
  CustomerAccessServiceControllerMethods,
  type CreateCustomerShareRequest,
  type CustomerAccessServiceController,
  type DeleteCustomerShareRequest,
  type ExplainCustomerAccessRequest,
  type ListCustomerNamesRequest,
  type ListCustomerReadersRequest,
  type ListCustomerSharesRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/access_service';
import { CustomerService } from '../customer/customer.service.js';
import { CustomerAccess } from './access.service.js';

@Controller()
@CustomerAccessServiceControllerMethods()
export class CustomerAccessController implements CustomerAccessServiceController {
  constructor(
    private readonly access: CustomerAccess,
    private readonly customers: CustomerService,
  ) {}

  createCustomerShare(request: CreateCustomerShareRequest, call: Call) {
    return this.access.share(request, call);
  }

  listCustomerShares({ customerId }: ListCustomerSharesRequest, call: Call) {
    return this.access.shares(customerId, call);
  }

  deleteCustomerShare({ customerId, id }: DeleteCustomerShareRequest, call: Call) {
    return this.access.endShare(customerId, id, call);
  }

  explainCustomerAccess(request: ExplainCustomerAccessRequest, call: Call) {
    return this.access.explain(request, call);
  }

  listCustomerReaders({ customerId }: ListCustomerReadersRequest, call: Call) {
    return this.access.readers(customerId, call);
  }

  listCustomerNames(request: ListCustomerNamesRequest, call: Call) {
    return this.customers.listNames(request, call);
  }
}
