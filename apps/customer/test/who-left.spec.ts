import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import type { ContactVerdict } from '@kontor/contracts/gen/kontor/customer/v1/contact_guard';
import type { Contact, Customer, Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { ImportantDay } from '@kontor/contracts/gen/kontor/customer/v1/important_day';
import type { ListUpcomingDaysResponse } from '@kontor/contracts/gen/kontor/customer/v1/important_day_service';
import type { Merge } from '@kontor/contracts/gen/kontor/customer/v1/merge';
import type { IngestInteractionResponse } from '@kontor/contracts/gen/kontor/customer/v1/triage_service';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { customerService } from '../src/definition.js';
import { greetStep } from '../src/letter/greet-step.js';

let service: TestService;
let admin: TestPerson;
let boss: TestPerson;
let anna: TestPerson;

beforeAll(async () => {
  service = await testService('customer', customerService);
  admin = await service.person({ roles: ['administrator'] });
  boss = await service.person({ roles: ['manager'] });
  anna = await service.person({ managerId: boss.id, language: 'ru' });
}, 60_000);

afterAll(() => service.dispose());

const call = <T>(person: TestPerson | undefined, path: string, request: object) =>
  service.call<T>(person, `/kontor.customer.v1.${path}`, request);
const create = (more: object = {}) =>
  call<Customer>(anna, 'CustomerService/CreateCustomer', {
    customer: { kind: 'company', name: `Left ${uuidv7()}`, ...more },
  });
const add = (customerId: string, contact: object = {}) =>
  call<Contact>(anna, 'CustomerService/CreateContact', {
    customerId,
    contact: { name: `Ада ${uuidv7()}`, ...contact },
    acceptDuplicates: true,
    duplicateReason: 'the same person',
  });
const ask = (verb: 'Archive' | 'Restore', { customerId, id }: Contact, more: object = {}) =>
  call<Contact>(anna, `CustomerService/${verb}Contact`, { customerId, id, ...more });
const leave = (contact: Contact) => ask('Archive', contact, { leftTime: '2026-06-30T00:00:00Z' });
const log = ({ customerId, id }: Contact, interaction: object, more: object = {}) =>
  call<Interaction>(anna, 'CustomerService/CreateInteraction', {
    customerId,
    interaction: { manner: 'call', content: 'x', contactId: id, ...interaction },
    ...more,
  });
const mail = (from: string) =>
  call<IngestInteractionResponse>(admin, 'TriageService/IngestInteraction', {
    ...{ source: 'mail', externalId: uuidv7(), channel: 'email', direction: 'inbound' },
    ...{ from, to: 'us@our.example', content: 'Hello' },
  });
const merge = (id: string, loserId: string, contacts: object[]) =>
  call<Merge>(boss, 'MergeService/MergeCustomers', { id, loserId, contacts });
const contactsOf = async (customerId: string) =>
  (await call<{ contacts: Contact[] }>(boss, 'CustomerService/ListContacts', { customerId })).contacts;
const zone = 'Asia/Shanghai';
/** A day on which the service itself, by its own clock, sends nothing. */
const day = Temporal.Now.plainDateISO(zone).add({ days: 20 });
const birthday = ({ customerId, id }: Contact) =>
  call<ImportantDay>(anna, 'ImportantDayService/CreateImportantDay', {
    customerId,
    importantDay: {
      ...{ kind: 'birthday', calendar: 'solar', month: day.month, day: day.day },
      ...{ contactId: id, sendGreeting: true },
    },
  });
const greet = async () => {
  const settings = {
    secret: service.settings.secret,
    companyTimeZone: zone,
    unsubscribeUrl: 'https://crm.example/no',
  };
  while (await greetStep(service.running.unitOfWork, settings, day.toString()));
};
const lettersTo = async (address: string) =>
  (await service.events('kontor.notification.v1.LetterRequested')).filter(
    (letter) => letter.address === address,
  );
const fresh = () => `${uuidv7()}@left.example`;

describe('who left a customer', () => {
  it('is not called any more without a reason, while what they say to us and what was before is written down', async () => {
    const contact = await add((await create()).id);
    await leave(contact);
    const refused = { reason: 'contact-guarded', fields: [{ reason: 'guard-left' }] };
    await expect(log(contact, {})).rejects.toMatchObject(refused);
    await expect(log(contact, { manner: 'email' })).rejects.toMatchObject(refused);
    expect(await log(contact, {}, { guardReason: 'A debt of his' })).toMatchObject({ contactId: contact.id });
    await log(contact, { direction: 'inbound' });
    await log(contact, { talkTime: '2026-06-29T00:00:00Z' });
    const check = { id: contact.customerId, contactId: contact.id, channel: 'call' };
    const verdict = () => call<ContactVerdict>(anna, 'ContactGuardService/CheckContact', check);
    expect(await verdict()).toMatchObject({ allowed: false, refusals: [{ rule: 'left' }] });
    await ask('Restore', contact);
    expect(await verdict()).toMatchObject({ allowed: true });
  });

  it('is congratulated by nobody, until the contact comes back', async () => {
    const address = fresh();
    const contact = await add((await create()).id, { emails: [address] });
    const { id } = await birthday(contact);
    const upcoming = async () =>
      (
        await call<ListUpcomingDaysResponse>(anna, 'ImportantDayService/ListUpcomingDays', { days: 30 })
      ).importantDays.map((one) => one.id);
    const key = `importantDays/${id}`;
    const last = async () => {
      const [set, gone] = [
        await service.events('kontor.notification.v1.ReminderSet'),
        await service.events('kontor.notification.v1.ReminderCancelled'),
      ];
      const revisions = (events: readonly { key: string; revision: number }[]) =>
        Math.max(0, ...events.filter((event) => event.key === key).map(({ revision }) => revision));
      return revisions(set) > revisions(gone) ? 'set' : 'cancelled';
    };
    expect([await last(), (await upcoming()).includes(id)]).toEqual(['set', true]);
    await leave(contact);
    await until('the reminder is cancelled', async () => (await last()) === 'cancelled');
    expect((await upcoming()).includes(id)).toBe(false);
    await greet();
    expect(await lettersTo(address)).toEqual([]);
    await ask('Restore', contact);
    await until('the reminder is there again', async () => (await last()) === 'set');
    await greet();
    expect(await lettersTo(address)).toHaveLength(1);
  });

  it('is recognised where the person works now, and by the old customer only where nowhere else', async () => {
    const address = fresh();
    const [old, now] = [await create(), await create()];
    const before = await add(old.id, { emails: [address] });
    await leave(before);
    const talksOf = async (customerId: string) =>
      (await call<{ interactions: Interaction[] }>(anna, 'CustomerService/ListInteractions', { customerId }))
        .interactions.length;
    expect(await mail(address)).toMatchObject({ state: 'attached' });
    expect([await talksOf(old.id), await talksOf(now.id)]).toEqual([1, 0]);
    await add(now.id, { emails: [address] });
    expect(await mail(address)).toMatchObject({ state: 'attached' });
    expect([await talksOf(old.id), await talksOf(now.id)]).toEqual([1, 1]);
  });

  it('is there where one of two records that become one says so, and has left again when that is undone', async () => {
    const [winner, loser] = [await create(), await create()];
    const [kept, dropped] = [await add(winner.id), await add(loser.id)];
    await leave(kept);
    const { id } = await merge(winner.id, loser.id, [{ keptId: kept.id, droppedId: dropped.id }]);
    expect(await contactsOf(winner.id)).toMatchObject([{ id: kept.id, active: true }]);
    const told = await service.events('kontor.customer.v1.ContactChanged');
    expect(told.findLast(({ contact }) => contact?.id === kept.id)).toMatchObject({
      contact: { active: true },
    });
    await call(boss, 'MergeService/UndoMerge', { id });
    expect(await contactsOf(winner.id)).toMatchObject([{ id: kept.id, active: false }]);
    expect(await contactsOf(loser.id)).toMatchObject([{ id: dropped.id, active: true }]);
  });
});

describe('the link of a letter', () => {
  it('is heard also where its reader became one with another contact since', async () => {
    const address = fresh();
    const [winner, loser] = [await create(), await create()];
    const [kept, dropped] = [await add(winner.id), await add(loser.id, { emails: [address] })];
    await birthday(dropped);
    await greet();
    const [letter] = await lettersTo(address);
    expect(letter?.language).toBe('ru');
    const [, token] = letter?.unsubscribeUrl.split('#token=') ?? [];
    await merge(winner.id, loser.id, [{ keptId: kept.id, droppedId: dropped.id }]);
    await call(undefined, 'UnsubscribeService/Unsubscribe', { token });
    const verdict = await call<ContactVerdict>(anna, 'ContactGuardService/CheckContact', {
      ...{ id: winner.id, contactId: kept.id, channel: 'email' },
    });
    expect(verdict.refusals).toContainEqual({ rule: 'withdrawn' });
  });

  it('holds for the mailbox, in whichever record else its address stands', async () => {
    const address = fresh();
    const [here, there] = [await create(), await create()];
    const one = await add(here.id, { emails: [address] });
    await birthday(one);
    await greet();
    const [letter] = await lettersTo(address);
    const [, token] = letter?.unsubscribeUrl.split('#token=') ?? [];
    await call(undefined, 'UnsubscribeService/Unsubscribe', { token });
    await birthday(await add(there.id, { emails: [address.toUpperCase()] }));
    await greet();
    expect(await lettersTo(address.toUpperCase())).toEqual([]);
    const unsent = (await service.events('kontor.notification.v1.NoticeRequested')).filter(
      ({ template, about }) => template === 'greeting-unsent' && about === `customers/${there.id}`,
    );
    expect(unsent).toMatchObject([{ values: { reason: 'withdrawn' } }]);
  });
});
