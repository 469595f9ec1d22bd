import { v7 as uuidv7 } from 'uuid';
import type { Contact, Customer, Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { TriageItem } from '@kontor/contracts/gen/kontor/customer/v1/triage';
import type { WebSubmission } from '@kontor/contracts/gen/kontor/customer/v1/web_lead';
import type { MailReceived } from '@kontor/contracts/gen/kontor/notification/v1/mail_events';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { customerService } from '../src/definition.js';
import { takeMail } from '../src/triage/take-mail.js';

/** A message as notification tells of it. */
export function mailOf(more: Partial<MailReceived>): MailReceived {
  return {
    ...{ mailId: uuidv7(), externalId: `<${uuidv7()}@outside.example>`, dropId: uuidv7(), letterId: '' },
    ...{ purpose: 'timeline', dropAddress: 'crm@in.kontor.example', source: '', campaign: '' },
    ...{ senderName: 'Ада', senderAddress: 'ada@outside.example', recipients: [], references: [] },
    ...{ subject: '', text: 'Thank you!', messageTime: new Date().toISOString() },
    ...{ authenticity: 'unknown', spam: false, attachments: [] },
    ...more,
  };
}

/** The customer service, with two salespeople of different lines. */
export class MailStage {
  private constructor(
    readonly service: TestService,
    readonly admin: TestPerson,
    readonly anna: TestPerson,
    readonly boris: TestPerson,
  ) {}

  static async start(): Promise<MailStage> {
    const service = await testService('customer', customerService);
    const admin = await service.person({ name: 'Administrator', roles: ['administrator'] });
    const anna = await service.person({ name: 'Anna', email: 'Anna@kontor.example', managerId: admin.id });
    const boris = await service.person({ name: 'Борис', email: 'boris@kontor.example' });
    return new MailStage(service, admin, anna, boris);
  }

  call<T>(person: TestPerson, path: string, request: object): Promise<T> {
    return this.service.call<T>(person, `/kontor.customer.v1.${path}`, request);
  }

  /** A customer of Anna's with a contact that has an address. */
  async customer(address = `${uuidv7()}@outside.example`) {
    const customer = await this.call<Customer>(this.anna, 'CustomerService/CreateCustomer', {
      customer: { kind: 'company', name: `Party ${uuidv7()}` },
    });
    const contact = await this.call<Contact>(this.anna, 'CustomerService/CreateContact', {
      customerId: customer.id,
      contact: { name: 'Ада', emails: [address] },
    });
    return { customer, contact, address };
  }

  /** Hands a message to the service as notification does; resolves to its external id. */
  async take(more: Partial<MailReceived>): Promise<string> {
    const mail = mailOf({ subject: 'An order', text: 'Ten pumps, please.', ...more });
    await this.service.know((tx) => takeMail(tx, mail, this.service.settings));
    return mail.externalId;
  }

  async talks(person: TestPerson, customerId: string): Promise<Interaction[]> {
    const path = 'CustomerService/ListInteractions';
    return (await this.call<{ interactions: Interaction[] }>(person, path, { customerId })).interactions;
  }

  /** The items of the tray that wait, of a message. */
  async waiting(externalId: string): Promise<TriageItem[]> {
    const path = 'TriageService/ListTriageItems';
    const { triageItems } = await this.call<{ triageItems: TriageItem[] }>(this.admin, path, {
      pageSize: 200,
    });
    return triageItems.filter((item) => item.externalId === externalId);
  }

  /** What became of a message that came to a drop for prospects. */
  turned(address: string, count = 1): Promise<WebSubmission[]> {
    return until('the submission to become something', async () => {
      const { webSubmissions } = await this.call<{ webSubmissions: WebSubmission[] }>(
        this.admin,
        'WebLeadService/ListWebSubmissions',
        { pageSize: 200 },
      );
      const found = webSubmissions.filter(({ answers }) => answers?.email === address);
      return found.length >= count && found.every(({ state }) => state !== 'received') && found;
    });
  }

  dispose(): Promise<void> {
    return this.service.dispose();
  }
}
