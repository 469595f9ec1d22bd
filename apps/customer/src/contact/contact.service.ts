import { Inject, Injectable } from '@nestjs/common';
import type {
  CreateContactRequest,
  GetContactRequest,
  ListContactsRequest,
  ListContactsResponse,
  UpdateContactRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import type { Call } from '@kontor/access/call';
import { expectEtag } from '@kontor/database/etag';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { maskedChanges } from '@kontor/schema/update-mask';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { Customer } from '../customer/customer.entity.js';
import { knownPhones } from '../customer/rules/phone.js';
import { Contact } from './contact.entity.js';

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
  ) {}

  create({ customerId, contact }: CreateContactRequest, call: Call): Promise<Contact> {
    return this.work.write(call, async (tx) => {
      const customer = await tx.getParent(Customer, customerId);
      const row = { ...(contact as Contact), customerId };
      row.phones = knownPhones(row.phones, this.settings.companyCountry);
      const created = tx.insert(Contact, row);
      tx.emit('kontor.customer.v1.ContactChanged', created, { contact: created, ownerId: customer.ownerId });
      return created;
    });
  }

  get({ customerId, id }: GetContactRequest, call: Call): Promise<Contact> {
    return this.work.read(call, (tx) => contactOf(tx, customerId, id));
  }

  async list({ customerId, ...request }: ListContactsRequest, call: Call): Promise<ListContactsResponse> {
    const { rows, ...page } = await this.work.read(call, async (tx) => {
      await tx.get(Customer, customerId);
      return listRows(tx, Contact, 'contact', request, {
        fields,
        defaultOrder: 'createTime desc',
        method: call.method,
        secret: this.settings.secret,
        scope: { where: 'r.customer_id = $1', params: [customerId] },
      });
    });
    return { contacts: rows, ...page };
  }

  update({ customerId, id, contact, updateMask, etag }: UpdateContactRequest, call: Call): Promise<Contact> {
    return this.work.write(call, async (tx) => {
      const customer = await tx.getParent(Customer, customerId);
      const before = await contactOf(tx, customerId, id, 'FOR NO KEY UPDATE OF r');
      expectEtag(before, etag);
      const changes = maskedChanges<Contact>(message, contact as Contact | undefined, updateMask);
      if (changes.phones) changes.phones = knownPhones(changes.phones, this.settings.companyCountry);
      const after = tx.update(Contact, before, changes);
      tx.emit('kontor.customer.v1.ContactChanged', after, { contact: after, ownerId: customer.ownerId });
      return after;
    });
  }
}

async function contactOf(tx: Transaction, customerId: string, id: string, tail = ''): Promise<Contact> {
  const [contact] = await tx.select(Contact, 'r.id = $1 AND r.customer_id = $2', [id, customerId], tail);
  if (!contact) throw new AppError('not_found', 'contact-not-found');
  return contact;
}
