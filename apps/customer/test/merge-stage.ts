import { v7 as uuidv7 } from 'uuid';
import type { Contact, Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type {
  ContactPreference,
  ContactVerdict,
} from '@kontor/contracts/gen/kontor/customer/v1/contact_guard';
import type { Merge, MergePreview } from '@kontor/contracts/gen/kontor/customer/v1/merge';
import type { TestPerson } from '@kontor/testing/service';
import { staffedService } from './staff.js';

/** The customer service with two salespeople, their manager, who merges, and what they do. */
export type MergeStage = Awaited<ReturnType<typeof mergeStage>>;

/** Starts the service. */
export async function mergeStage() {
  const { service, ...people } = await staffedService();
  const { boss } = people;
  const call = <T>(person: TestPerson, path: string, request: object) =>
    service.call<T>(person, `/kontor.customer.v1.${path}`, request);
  const create = (person: TestPerson, about: object = {}) =>
    call<Customer>(person, 'CustomerService/CreateCustomer', {
      customer: { kind: 'company', name: `Chosen ${uuidv7()}`, ...about },
    });
  const get = (id: string) => call<Customer>(boss, 'CustomerService/GetCustomer', { id });
  const merge = (id: string, loserId: string, more: object = {}, person = boss) =>
    call<Merge>(person, 'MergeService/MergeCustomers', { id, loserId, ...more });
  const preview = (id: string, loserId: string, more: object = {}, person = boss) =>
    call<MergePreview>(person, 'MergeService/PreviewMerge', { id, loserId, ...more });
  const undo = ({ id }: Merge) => call<Merge>(boss, 'MergeService/UndoMerge', { id });
  const wish = (person: TestPerson, customerId: string, preference: object) =>
    call<ContactPreference>(person, 'ContactGuardService/SetContactPreference', {
      customerId,
      preference: { doNotCall: false, timeZone: '', consents: [], ...preference },
    });
  const wishesOf = async (customerId: string) => {
    const { preferences } = await call<{ preferences: ContactPreference[] }>(
      boss,
      'ContactGuardService/ListContactPreferences',
      { customerId },
    );
    return preferences;
  };
  const check = (id: string, channel: string, contactId?: string) =>
    call<ContactVerdict>(boss, 'ContactGuardService/CheckContact', { id, channel, contactId });
  const addContact = (person: TestPerson, customerId: string, contact: object) =>
    call<Contact>(person, 'CustomerService/CreateContact', {
      customerId,
      contact: { name: 'Ada', ...contact },
      acceptDuplicates: true,
      duplicateReason: 'the same',
    });
  const contactsOf = async (customerId: string) =>
    (await call<{ contacts: Contact[] }>(boss, 'CustomerService/ListContacts', { customerId })).contacts;
  const asService = service.rows;
  const told = async (mergeId: string) =>
    (await service.events('kontor.customer.v1.CustomersMerged')).find((event) => event.mergeId === mergeId);
  return {
    service,
    ...people,
    call,
    create,
    get,
    merge,
    preview,
    undo,
    wish,
    wishesOf,
    check,
    addContact,
    contactsOf,
    asService,
    told,
  };
}
