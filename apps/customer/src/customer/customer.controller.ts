import { Controller } from '@nestjs/common';
import {
  CustomerServiceControllerMethods,
  type ArchiveContactRequest,
  type CreateContactRequest,
  type DeleteContactRequest,
  type MoveContactRequest,
  type RestoreContactRequest,
  type CreateCustomerRequest,
  type CreateInteractionRequest,
  type CustomerServiceController,
  type CountCustomersRequest,
  type GetContactRequest,
  type GetCustomerRequest,
  type GetInteractionRequest,
  type ListContactsRequest,
  type ListCustomersRequest,
  type ListInteractionsRequest,
  type TransferCustomerRequest,
  type UpdateContactRequest,
  type UpdateCustomerRequest,
  type UpdateInteractionRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import type { Call } from '@kontor/access/call';
import { ContactLifeService } from '../contact/contact-life.service.js';
import { ContactService } from '../contact/contact.service.js';
import { InteractionService } from '../interaction/interaction.service.js';
import { CustomerService } from './customer.service.js';

@Controller()
@CustomerServiceControllerMethods()
export class CustomerController implements CustomerServiceController {
  constructor(
    private readonly customers: CustomerService,
    private readonly contacts: ContactService,
    private readonly contactLife: ContactLifeService,
    private readonly interactions: InteractionService,
  ) {}

  createCustomer(request: CreateCustomerRequest, call: Call) {
    return this.customers.create(request, call);
  }

  getCustomer({ id }: GetCustomerRequest, call: Call) {
    return this.customers.get(id, call);
  }

  listCustomers(request: ListCustomersRequest, call: Call) {
    return this.customers.list(request, call);
  }

  updateCustomer(request: UpdateCustomerRequest, call: Call) {
    return this.customers.update(request, call);
  }

  transferCustomer(request: TransferCustomerRequest, call: Call) {
    return this.customers.transfer(request, call);
  }

  countCustomers(request: CountCustomersRequest, call: Call) {
    return this.customers.count(request, call);
  }

  createContact(request: CreateContactRequest, call: Call) {
    return this.contacts.create(request, call);
  }

  getContact(request: GetContactRequest, call: Call) {
    return this.contacts.get(request, call);
  }

  listContacts(request: ListContactsRequest, call: Call) {
    return this.contacts.list(request, call);
  }

  updateContact(request: UpdateContactRequest, call: Call) {
    return this.contacts.update(request, call);
  }

  archiveContact(request: ArchiveContactRequest, call: Call) {
    return this.contactLife.archive(request, call);
  }

  restoreContact(request: RestoreContactRequest, call: Call) {
    return this.contactLife.restore(request, call);
  }

  deleteContact(request: DeleteContactRequest, call: Call) {
    return this.contactLife.delete(request, call);
  }

  moveContact(request: MoveContactRequest, call: Call) {
    return this.contactLife.move(request, call);
  }

  createInteraction(request: CreateInteractionRequest, call: Call) {
    return this.interactions.create(request, call);
  }

  getInteraction(request: GetInteractionRequest, call: Call) {
    return this.interactions.get(request, call);
  }

  listInteractions(request: ListInteractionsRequest, call: Call) {
    return this.interactions.list(request, call);
  }

  updateInteraction(request: UpdateInteractionRequest, call: Call) {
    return this.interactions.update(request, call);
  }
}
