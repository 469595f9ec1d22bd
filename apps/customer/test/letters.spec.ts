import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import type { Contact, Customer, Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { ImportantDay } from '@kontor/contracts/gen/kontor/customer/v1/important_day';
import type { LetterSettled } from '@kontor/contracts/gen/kontor/notification/v1/letter_events';
import type { EventContext } from '@kontor/events/event-handler';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { customerService } from '../src/definition.js';
import { greetStep } from '../src/letter/greet-step.js';
import { takeMail } from '../src/triage/take-mail.js';
import { mailOf } from './mail-stage.js';
import { LetterConsumer } from '../src/letter/letter.consumer.js';

let service: TestService;
let admin: TestPerson;
let anna: TestPerson;
/** Of another line. */
let boris: TestPerson;

beforeAll(async () => {
  service = await testService('customer', customerService);
  admin = await service.person({ name: 'Administrator', roles: ['administrator'] });
  anna = await service.person({ name: 'Anna', managerId: admin.id });
  boris = await service.person({ name: 'Борис' });
}, 60_000);

afterAll(() => service.dispose());

const zone = 'Asia/Shanghai';
/** A day on which the service itself, by its own clock, sends nothing. */
const day = Temporal.Now.plainDateISO(zone).add({ days: 40 });
const call = <T>(person: TestPerson | undefined, path: string, request: object) =>
  service.call<T>(person, `/kontor.customer.v1.${path}`, request);
const unsubscribeUrl = 'https://crm.example.com/unsubscribe';
const step = (more: object = { unsubscribeUrl }) =>
  greetStep(
    service.running.unitOfWork,
    { secret: service.settings.secret, companyTimeZone: zone, ...more },
    day.toString(),
  );
/** Sends what is due, in two replicas. */
const send = async (more?: object) => {
  const all = async () => {
    while (await step(more));
  };
  await Promise.all([all(), all()]);
};
const lettersTo = async (address: string) =>
  (await service.events('kontor.notification.v1.LetterRequested')).filter(
    (letter) => letter.address === address,
  );
const unsentOf = async (customerId: string) =>
  (await service.events('kontor.notification.v1.NoticeRequested')).filter(
    ({ template, about }) => template === 'greeting-unsent' && about === `customers/${customerId}`,
  );
const talksOf = async (person: TestPerson, customerId: string) =>
  (await call<{ interactions: Interaction[] }>(person, 'CustomerService/ListInteractions', { customerId }))
    .interactions;
const tell = (event: Partial<LetterSettled>) =>
  service.know((tx) => new LetterConsumer().settled(event as LetterSettled, { tx } as EventContext));

/** A customer with a contact whose birthday it is. */
async function celebrating(language = 'ru', emails = [`${uuidv7()}@outside.example`]) {
  const customer = await call<Customer>(anna, 'CustomerService/CreateCustomer', {
    customer: { kind: 'company', name: `Party ${uuidv7()}` },
  });
  const contact = await call<Contact>(anna, 'CustomerService/CreateContact', {
    customerId: customer.id,
    contact: { name: 'Ада', emails, language },
  });
  const importantDay = await call<ImportantDay>(anna, 'ImportantDayService/CreateImportantDay', {
    customerId: customer.id,
    importantDay: {
      ...{ kind: 'birthday', calendar: 'solar', month: day.month, day: day.day },
      ...{ contactId: contact.id, sendGreeting: true },
    },
  });
  return { customer, contact, importantDay, address: emails[0] ?? '' };
}

describe('a greeting', () => {
  it('is asked for once on its day, in the contact’s language, and stands in the timeline as an e-mail', async () => {
    const { customer, contact, address } = await celebrating();
    await send();
    await send();
    const letters = await lettersTo(address);
    expect(letters).toMatchObject([
      {
        language: 'ru',
        template: 'greeting',
        values: { kind: 'birthday', greeting: expect.stringContaining('Ада') },
      },
    ]);
    const talks = await talksOf(anna, customer.id);
    expect(talks).toMatchObject([
      {
        manner: 'email',
        direction: 'outbound',
        source: 'kontor',
        letterState: 'queued',
        contactId: contact.id,
        authorId: anna.id,
      },
    ]);
    await expect(talksOf(boris, customer.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await unsentOf(customer.id)).toEqual([]);
    const after = await call<Customer>(anna, 'CustomerService/GetCustomer', { id: customer.id });
    expect(after.lastContactTime).toBe(customer.lastContactTime);
  });

  it('says in the timeline what became of it; a refusal is told to the owner, once, and counts for no touch', async () => {
    const good = await celebrating();
    const bad = await celebrating();
    await send();
    const [sent] = await lettersTo(good.address);
    const [refused] = await lettersTo(bad.address);
    await tell({ letterId: sent?.letterId, state: 'unknown', reason: 'lease-expired', reply: '' });
    await tell({ letterId: sent?.letterId, state: 'accepted' });
    const no = {
      letterId: refused?.letterId,
      state: 'failed',
      reason: 'refused',
      reply: '550 nobody',
    } as const;
    await tell(no);
    await tell(no);
    await tell({ ...no, state: 'unknown' });
    expect(await talksOf(anna, good.customer.id)).toMatchObject([{ letterState: 'accepted' }]);
    expect(await talksOf(anna, bad.customer.id)).toMatchObject([
      { letterState: 'failed', letterReason: 'refused: 550 nobody' },
    ]);
    expect(await unsentOf(good.customer.id)).toEqual([]);
    expect(await unsentOf(bad.customer.id)).toMatchObject([
      { personId: anna.id, values: { reason: 'failed' } },
    ]);
    await tell({ letterId: uuidv7(), state: 'accepted' });
  });

  it('is withheld where the guard, the address or the owner is missing, and the owner gets the text', async () => {
    const withdrawn = await celebrating();
    await call(anna, 'ContactGuardService/SetContactPreference', {
      customerId: withdrawn.customer.id,
      preference: { contactId: withdrawn.contact.id, consents: [{ channel: 'email', state: 'withdrawn' }] },
    });
    const silent = await celebrating('en', []);
    await send();
    expect(await lettersTo(withdrawn.address)).toEqual([]);
    expect(await talksOf(anna, withdrawn.customer.id)).toEqual([]);
    expect(await unsentOf(withdrawn.customer.id)).toMatchObject([
      { personId: anna.id, values: { reason: 'withdrawn', contactName: 'Ада' } },
    ]);
    expect(await unsentOf(silent.customer.id)).toMatchObject([{ values: { reason: 'no-address' } }]);
  });

  it('counts as a touch, so that a second one of the period is withheld', async () => {
    const set = (setting: object) =>
      call(admin, 'ContactGuardService/SetContactGuardSetting', {
        setting: { channel: 'email', ...setting },
      });
    await set({ mostTouches: 1, periodDays: 7 });
    const { customer, contact, address } = await celebrating();
    await call(anna, 'ImportantDayService/CreateImportantDay', {
      customerId: customer.id,
      importantDay: {
        ...{ kind: 'anniversary', calendar: 'solar', month: day.month, day: day.day },
        ...{ contactId: contact.id, sendGreeting: true },
      },
    });
    await send();
    expect(await lettersTo(address)).toHaveLength(1);
    expect(await unsentOf(customer.id)).toMatchObject([{ values: { reason: 'frequency' } }]);
    await set({ consentNeeded: true });
    const agreed = await celebrating();
    await call(anna, 'ContactGuardService/SetContactPreference', {
      customerId: agreed.customer.id,
      preference: { contactId: agreed.contact.id, consents: [{ channel: 'email', state: 'given' }] },
    });
    await send({});
    expect(await unsentOf(agreed.customer.id)).toMatchObject([{ values: { reason: 'no-unsubscribe' } }]);
    await set({ consentNeeded: false });
  });
});

describe('a letter that comes back', () => {
  const anniversary = (customer: Customer, contact: Contact) =>
    call(anna, 'ImportantDayService/CreateImportantDay', {
      customerId: customer.id,
      importantDay: {
        ...{ kind: 'anniversary', calendar: 'solar', month: day.month, day: day.day },
        // A day is noted once: another one has another name.
        ...{ contactId: contact.id, sendGreeting: true, name: crypto.randomUUID() },
      },
    });

  it('fails late, is told to the owner, and nothing is sent to the address until somebody writes from it', async () => {
    const { customer, contact, address } = await celebrating();
    await send();
    const [letter] = await lettersTo(address);
    expect(letter?.replyTo).toMatch(/@/);
    await tell({ letterId: letter?.letterId, state: 'accepted' });
    const back = {
      letterId: letter?.letterId,
      state: 'failed',
      reason: 'bounced',
      reply: '5.1.1 no such user',
      undeliverableAddress: address,
    } as const;
    await tell(back);
    await tell(back);
    await tell({ letterId: letter?.letterId, state: 'accepted' });
    expect(await talksOf(anna, customer.id)).toMatchObject([
      { letterState: 'failed', letterReason: 'bounced: 5.1.1 no such user' },
    ]);
    expect(await unsentOf(customer.id)).toMatchObject([{ personId: anna.id, values: { reason: 'bounced' } }]);

    await anniversary(customer, contact);
    await send();
    expect(await lettersTo(address)).toHaveLength(1);
    expect((await unsentOf(customer.id)).map(({ values }) => values?.reason)).toEqual([
      'bounced',
      'undeliverable',
    ]);

    const mail = mailOf({ senderAddress: address, letterId: letter?.letterId ?? '' });
    await service.know((tx) => takeMail(tx, mail, service.settings));
    expect(await talksOf(anna, customer.id)).toMatchObject([
      { direction: 'inbound', contactId: contact.id, content: 'Thank you!' },
      { direction: 'outbound' },
    ]);
    await anniversary(customer, contact);
    await send();
    expect(await lettersTo(address)).toHaveLength(2);
  });

  it('or is answered by another mailbox, in the timeline of the customer that it went to', async () => {
    const { customer, address } = await celebrating();
    await send();
    const [letter] = await lettersTo(address);
    const byToken = mailOf({ letterId: letter?.letterId ?? '', senderAddress: 'eva@elsewhere.example' });
    const byId = mailOf({ references: [`<${letter?.letterId}@kontor.example>`], senderAddress: '' });
    for (const mail of [byToken, byId]) await service.know((tx) => takeMail(tx, mail, service.settings));
    const talks = await talksOf(anna, customer.id);
    expect(talks.filter(({ direction }) => direction === 'inbound')).toHaveLength(2);
    await expect(talksOf(boris, customer.id)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('somebody who wants no more', () => {
  it('withdraws the consent by the link of the letter, without signing in, and is not written to again', async () => {
    const { customer, contact, address } = await celebrating();
    await send();
    const [letter] = await lettersTo(address);
    const [page, token] = letter?.unsubscribeUrl.split('#token=') ?? [];
    expect(page).toBe(unsubscribeUrl);
    const unsubscribe = (given: string) =>
      call(undefined, 'UnsubscribeService/Unsubscribe', { token: given });
    await expect(unsubscribe(`${token}x`)).rejects.toMatchObject({ code: 'not_found' });
    await unsubscribe(token ?? '');
    await unsubscribe(token ?? '');
    const { preferences } = await call<{ preferences: { contactId: string; consents: object[] }[] }>(
      anna,
      'ContactGuardService/ListContactPreferences',
      { customerId: customer.id },
    );
    expect(preferences).toMatchObject([
      { contactId: contact.id, consents: [{ channel: 'email', state: 'withdrawn', source: 'unsubscribe' }] },
    ]);
    const verdict = await call(anna, 'ContactGuardService/CheckContact', {
      id: customer.id,
      contactId: contact.id,
      channel: 'email',
    });
    expect(verdict).toMatchObject({ allowed: false });
  });
});
