import { Inject, Injectable } from '@nestjs/common';
import type {
  CreateContactRequest,
  GetContactRequest,
  ListContactsRequest,
  ListContactsResponse,
  UpdateContactRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import type { Call } from '@kontor/access/call';
import { CustomFields } from '@kontor/custom-fields/custom-fields';
import { CustomValueWriter } from '@kontor/custom-fields/custom-values';
import { expectEtag } from '@kontor/database/etag';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { maskedChanges } from '@kontor/schema/update-mask';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { Customer } from '../customer/customer.entity.js';
import { guardianOf } from '../customer/guardian.js';
import type { Acceptance } from '../duplicate/duplicate-check.js';
import { writeClaiming } from '../duplicate/key-writer.js';
import { compareNewContact, followContact, keepContactKeys } from '../duplicate/record-keys.js';
import { customerAsParent } from '../merge/merged-into.js';
import { knownPhones } from '../customer/rules/phone.js';
import { Contact } from './contact.entity.js';
import { contactOf } from './contact-of.js';

const message = 'kontor.customer.v1.Contact';
const fields = queryFields(contract.fields(message), {
  id: { nullable: false },
  position: { nullable: false },
});

/** Persons at a customer. */
@Injectable()
export class ContactService {
  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    private readonly customFields: CustomFields,
    private readonly customValues: CustomValueWriter,
  ) {}

  create({ customerId, contact, ...acceptance }: CreateContactRequest, call: Call): Promise<Contact> {
    return writeClaiming(this.work, call, async (tx) => {
      const customer = await customerAsParent(tx, customerId);
      return this.createIn(tx, customer, contact as Contact, acceptance);
    });
  }

  /** Adds a contact to a customer that the caller may change and that was locked in this transaction. */
  async createIn(
    tx: Transaction,
    customer: Customer,
    contact: Contact,
    acceptance: Acceptance,
  ): Promise<Contact> {
    const row = { ...contact, customerId: customer.id };
    row.phones = this.knownPhones(row, customer);
    row.custom = await this.customValues.make(tx, 'contact', row);
    const compared = await compareNewContact(tx, customer.id, row, acceptance);
    const created = { ...tx.insert(Contact, row), active: true };
    keepContactKeys(tx, created, compared, acceptance);
    tx.emit('kontor.customer.v1.ContactChanged', created, {
      contact: created,
      ownerId: guardianOf(customer),
    });
    return created;
  }

  get({ customerId, id }: GetContactRequest, call: Call): Promise<Contact> {
    return this.work.read(call, (tx) => contactOf(tx, customerId, id));
  }

  list(request: ListContactsRequest, call: Call): Promise<ListContactsResponse> {
    return this.work.read(call, async (tx) => {
      await tx.get(Customer, request.customerId);
      return this.listIn(tx, request, call.method);
    });
  }

  /** A page of the contacts of a customer that is looked at in the same transaction, for the call `method`. */
  async listIn(
    tx: Transaction,
    { customerId, ...request }: ListContactsRequest,
    method: string,
  ): Promise<ListContactsResponse> {
    const { rows, ...page } = await listRows(tx, Contact, 'contact', request, {
      fields: this.customFields.queryFields('contact', fields),
      defaultOrder: 'createTime desc',
      method,
      secret: this.settings.secret,
      scope: { where: 'r.customer_id = $1', params: [customerId] },
    });
    return { contacts: rows, ...page };
  }

  update(request: UpdateContactRequest, call: Call): Promise<Contact> {
    const { customerId, id, contact, updateMask, etag, ...acceptance } = request;
    return writeClaiming(this.work, call, async (tx) => {
      const customer = await customerAsParent(tx, customerId);
      const before = await contactOf(tx, customerId, id, 'FOR NO KEY UPDATE OF r');
      expectEtag(before, etag);
      const changes = maskedChanges<Contact>(message, contact as Contact | undefined, updateMask);
      if (changes.phones) changes.phones = this.knownPhones({ ...before, ...changes }, customer);
      await this.customValues.change(tx, 'contact', before, changes);
      const after = tx.update(Contact, before, changes);
      await followContact(tx, before, after, acceptance);
      tx.emit('kontor.customer.v1.ContactChanged', after, { contact: after, ownerId: guardianOf(customer) });
      return after;
    });
  }

  /** A number without an area code is of the contact's city, else of the customer's. */
  private knownPhones({ phones, addresses }: Pick<Contact, 'phones' | 'addresses'>, customer: Customer) {
    const near = addresses.length > 0 ? addresses : customer.addresses;
    return knownPhones(phones, this.settings.companyCountry, near);
  }
}
