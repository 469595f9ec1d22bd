import { v7 as uuidv7 } from 'uuid';
import type { ContactVerdict } from '@kontor/contracts/gen/kontor/customer/v1/contact_guard';
import type { Contact, Customer, Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { customerService } from '../src/definition.js';

let service: TestService;
let admin: TestPerson;
let anna: TestPerson;
let stranger: TestPerson;

beforeAll(async () => {
  service = await testService('customer', customerService);
  admin = await service.person({ roles: ['administrator'] });
  anna = await service.person({ name: 'Анна', timeZone: 'Europe/Moscow' });
  stranger = await service.person({});
}, 60_000);

afterAll(() => service.dispose());

const ask = <T>(person: TestPerson, path: string, request: object) =>
  service.call<T>(person, `/kontor.customer.v1.${path}`, request);
const create = async () =>
  (
    await ask<Customer>(anna, 'CustomerService/CreateCustomer', {
      customer: { kind: 'company', name: `Gap ${uuidv7()}` },
    })
  ).id;
let phones = 0;
const contact = async (customerId: string, facts: Partial<Contact> = {}) =>
  (
    await ask<Contact>(anna, 'CustomerService/CreateContact', {
      customerId,
      contact: {
        name: `Contact ${uuidv7()}`,
        phones: [{ raw: `+86137${String(10_000_000 + phones++)}`, number: '', kind: 'mobile' }],
        ...facts,
      },
    })
  ).id;
const log = (customerId: string, interaction: Partial<Interaction>) =>
  ask<Interaction>(anna, 'CustomerService/CreateInteraction', {
    customerId,
    interaction: { content: 'Said.', ...interaction },
  });
const never = (customerId: string, contactId?: string) =>
  ask(anna, 'ContactGuardService/SetContactPreference', {
    customerId,
    preference: { contactId, doNotCall: true },
  });
const limit = (setting: object, person = admin) =>
  ask(person, 'ContactGuardService/SetContactGuardSetting', { setting });
const check = (person: TestPerson, id: string, channel: string) =>
  ask<ContactVerdict>(person, 'ContactGuardService/CheckContact', { id, channel });
const guarded = (rule: string) => ({ reason: 'contact-guarded', fields: [{ reason: `guard-${rule}` }] });

describe('the guard', () => {
  it('takes a call for ours where nobody says who began it, and not one of theirs nor a visit', async () => {
    const id = await create();
    await never(id);
    await expect(log(id, { manner: 'call' })).rejects.toMatchObject(guarded('do-not-call'));
    await log(id, { manner: 'call', direction: 'inbound' });
    await log(id, { manner: 'visit' });
  });

  it('is not passed by a talk of long ago that is said to be of today', async () => {
    const id = await create();
    await limit({ channel: 'call', mostTouches: 1, periodDays: 7, quietStart: '', quietEnd: '' });
    try {
      await log(id, { manner: 'call', direction: 'outbound' });
      const old = await log(id, { manner: 'call', direction: 'outbound', talkTime: '2026-01-10T08:00:00Z' });
      const today = (more: object = {}) =>
        ask<Interaction>(anna, 'CustomerService/UpdateInteraction', {
          ...{ customerId: id, id: old.id, updateMask: ['talkTime'], ...more },
          interaction: { talkTime: new Date().toISOString() },
        });
      await expect(today()).rejects.toMatchObject(guarded('frequency'));
      await today({ guardReason: 'The day was wrong' });
    } finally {
      await limit({ channel: 'call', quietStart: '', quietEnd: '' });
    }
  });

  it('refuses a call of nobody in particular once all who have a phone are never to be called', async () => {
    const id = await create();
    const [one, two] = [await contact(id), await contact(id)];
    await contact(id, { phones: [] });
    await never(id, one);
    await log(id, { manner: 'call', direction: 'outbound' });
    await never(id, two);
    await expect(log(id, { manner: 'call', direction: 'outbound' })).rejects.toMatchObject(
      guarded('do-not-call'),
    );
    expect((await check(anna, id, 'call')).refusals).toEqual([{ rule: 'do_not_call' }]);
    expect((await check(anna, id, 'email')).allowed).toBe(true);
    await expect(check(stranger, id, 'call')).rejects.toMatchObject({ reason: 'customer-not-found' });
    await contact(id);
    await log(id, { manner: 'call', direction: 'outbound' });
  });

  it('asks again when a call turns out to have been with somebody who is never to be called', async () => {
    const id = await create();
    const [who] = [await contact(id), await contact(id)];
    await never(id, who);
    const talk = await log(id, { manner: 'call', direction: 'outbound' });
    const change = {
      customerId: id,
      id: talk.id,
      interaction: { contactId: who },
      updateMask: ['contactId'],
    };
    await expect(ask(anna, 'CustomerService/UpdateInteraction', change)).rejects.toMatchObject(
      guarded('do-not-call'),
    );
  });

  it('tells the time of the last touch in the language and by the clock of who is refused', async () => {
    const id = await create();
    await log(id, { manner: 'visit', direction: 'outbound', talkTime: '2026-11-01T21:30:00.000Z' });
    await never(id);
    const refusal = await service
      .call(
        anna,
        '/kontor.customer.v1.CustomerService/CreateInteraction',
        { customerId: id, interaction: { manner: 'call', content: 'Said.' } },
        { language: 'ru' },
      )
      .then(
        () => '',
        (error: { problem: { detail: string } }) => error.problem.detail,
      );
    expect(refusal).toContain('Анна, 2 ноября 2026');
    expect(refusal).toContain('00:30');
  });
});

describe('the limit of all channels together', () => {
  afterAll(() => limit({ channel: 'any' }));

  it('counts calls, letters, fax and SMS as one, and what nobody says the direction of', async () => {
    await limit({ channel: 'any', mostTouches: 3, periodDays: 7 });
    const id = await create();
    await log(id, { manner: 'call' });
    await log(id, { manner: 'fax', direction: 'outbound' });
    await log(id, { manner: 'web_form', direction: 'inbound' });
    await log(id, { manner: 'sms', direction: 'outbound' });
    expect((await check(anna, id, 'mail')).refusals).toEqual([
      { rule: 'frequency', touches: 3, periodDays: 7 },
    ]);
    await expect(log(id, { manner: 'email' })).rejects.toMatchObject(guarded('frequency'));
    await log(id, { manner: 'meeting' });
  });

  it('limits touches and nothing else, and is no channel that somebody agrees to', async () => {
    const id = await create();
    await expect(limit({ channel: 'any', quietStart: '21:00', quietEnd: '09:00' })).rejects.toMatchObject({
      fields: [{ field: 'quietStart', reason: 'guard-any-touches' }],
    });
    await expect(check(anna, id, 'any')).rejects.toMatchObject({
      fields: [{ field: 'channel', reason: 'guard-channel-any' }],
    });
    const preference = { consents: [{ channel: 'any', state: 'withdrawn' }] };
    await expect(
      ask(anna, 'ContactGuardService/SetContactPreference', { customerId: id, preference }),
    ).rejects.toMatchObject({ fields: [{ field: 'consents', reason: 'guard-channel-any' }] });
  });
});

it('a channel that many set first at once is set', async () => {
  const set = Array.from({ length: 8 }, (_, index) =>
    limit({ channel: 'messenger', mostTouches: index + 1 }),
  );
  await Promise.all(set);
  await limit({ channel: 'messenger' });
  await expect(limit({ channel: 'sms', mostTouches: 1 }, anna)).rejects.toMatchObject({ code: 'forbidden' });
});
