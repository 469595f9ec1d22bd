import { randomUUID } from 'node:crypto';
import type { Customer, Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { PhoneCall } from '@kontor/contracts/gen/kontor/customer/v1/telephony';
import type { ListPhoneCallsResponse } from '@kontor/contracts/gen/kontor/customer/v1/telephony_service';
import type { TestPerson } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { exchangeStage } from './exchange-stage.js';

const { service, admin, ask, tell: post, talks, tray, extensions } = await exchangeStage('+86 21 5555 1000');
const boss = await service.person({ roles: ['manager'] });
const anna = await service.person({ name: 'Anna', managerId: boss.id });
const boris = await service.person({ name: 'Борис' });
await extensions({ 101: anna, 102: boris });
afterAll(() => service.dispose());

let count = 0;
/** A Chinese mobile number that nobody else in this file has. */
const freshPhone = () => `+86139${String(10_000_000 + count++)}`;

const create = (person: TestPerson, name: string, number: string, more: object = {}) =>
  ask<Customer>(person, 'CustomerService/CreateCustomer', {
    customer: { kind: 'company', name, phones: [{ raw: number, number: '', kind: 'work' }] },
    ...more,
  });

const get = (person: TestPerson, id: string) => ask<Customer>(person, 'CustomerService/GetCustomer', { id });

const tell = (event: object, change: object = {}) => post({ to: '+862155551000', ...event }, change);

/** A call of this number at an extension, whose events the test tells. */
function callOf(from: string, extension = '101') {
  const facts = { callId: randomUUID(), from, extension };
  return {
    ring: (more: object = {}) => tell({ type: 'ring', ...facts, ...more }),
    answer: (more: object = {}) => tell({ type: 'answer', ...facts, ...more }),
    hangup: (more: object = {}) => tell({ type: 'hangup', ...facts, ...more }),
  };
}

const calls = async (person: TestPerson) =>
  (await ask<ListPhoneCallsResponse>(person, 'TelephonyService/ListPhoneCalls')).phoneCalls;
const lastCall = async (person: TestPerson) => {
  const [call] = await calls(person);
  return ask<PhoneCall>(person, 'TelephonyService/GetPhoneCall', { id: call?.id });
};
const ringsFor = async (person: TestPerson) =>
  (await service.events('kontor.customer.v1.CallRinging')).filter(({ personId }) => personId === person.id);

describe('events of an exchange', () => {
  it('are refused unless they are signed, and when they are old', async () => {
    const event = { type: 'ring', callId: 'x', from: '+8613800000000', extension: '101' };
    const refused = { code: 'unauthenticated', reason: 'telephony-signature' };
    await expect(tell(event, { webhookSignature: 'v1,AAAA' })).rejects.toMatchObject(refused);
    await expect(tell(event, { webhookTimestamp: '1614265330' })).rejects.toMatchObject(refused);
    await expect(tell({ type: 'dance', callId: 'x' })).rejects.toMatchObject({
      reason: 'telephony-event-invalid',
    });
    expect(await calls(anna)).toEqual([]);
  });
});

describe('a phone that rings', () => {
  it('tells its owner alone, whose card shows who calls and what is planned', async () => {
    const number = freshPhone();
    const customer = await create(anna, 'Caller & Sons', number);
    await ask(anna, 'CustomerService/CreateInteraction', {
      customerId: customer.id,
      interaction: { manner: 'call', content: 'x', nextAction: 'Offer', nextContactTime: '2030-01-01T09:00' },
    });
    const before = await ringsFor(anna);
    const call = callOf(number);
    await call.ring();
    await call.ring({ node: 'second' });
    expect(await ringsFor(anna)).toHaveLength(before.length + 1);
    expect(await ringsFor(boris)).toEqual([]);
    const card = await lastCall(anna);
    expect(card).toMatchObject({
      number,
      state: 'ringing',
      direction: 'inbound',
      hiddenMatches: 0,
      newLeadPath: '',
      matches: [
        { customerId: customer.id, customerName: 'Caller & Sons', ownerId: anna.id, nextAction: 'Offer' },
      ],
    });
    await expect(ask(boris, 'TelephonyService/GetPhoneCall', { id: card.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(ask(admin, 'TelephonyService/GetPhoneCall', { id: card.id })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('shows no name of a customer out of sight, only that there is one', async () => {
    const number = freshPhone();
    await create(anna, 'Secret of Anna', number);
    await callOf(number, '102').ring();
    const card = await lastCall(boris);
    expect(card).toMatchObject({ matches: [], hiddenMatches: 1, newLeadPath: '' });
    expect(JSON.stringify(card)).not.toContain('Secret');
  });

  it('offers the form of a new prospect for an unknown number, and nothing for a withheld one', async () => {
    const number = freshPhone();
    await callOf(number).ring();
    expect(await lastCall(anna)).toMatchObject({
      matches: [],
      newLeadPath: `/customers/new?phone=${encodeURIComponent(number)}`,
    });
    await callOf('anonymous').ring();
    expect(await lastCall(anna)).toMatchObject({ withheld: true, number: '', matches: [] });
  });

  it('does not show calls among ourselves, nor finds own numbers at customers', async () => {
    await create(boris, 'Our own switchboard', '+862155551000');
    const before = (await calls(anna)).length;
    await callOf('102').ring({ to: '101' });
    await callOf('+862155551000').ring({ to: '101', direction: 'inbound' });
    expect(await calls(anna)).toHaveLength(before);
  });
});

describe('a call that was answered', () => {
  it('leaves one draft of a talk for who answered, in whatever order and how often its events come', async () => {
    const number = freshPhone();
    const customer = await create(anna, 'Answered', number);
    const call = callOf(number);
    await Promise.all([
      call.hangup(),
      call.answer(),
      call.ring(),
      call.answer({ node: 'second' }),
      call.hangup(),
    ]);
    const drafts = await talks(anna, customer.id);
    expect(drafts).toMatchObject([{ draft: true, manner: 'call', direction: 'inbound', authorId: anna.id }]);
    expect(drafts).toHaveLength(1);
    expect(await lastCall(anna)).toMatchObject({ state: 'ended', interactionId: drafts[0]?.id });
    // No contact until its author says what it was.
    expect(await get(anna, customer.id)).not.toHaveProperty('lastContactTime');
  });

  it('keeps the plan until its author has written what was said', async () => {
    const number = freshPhone();
    const customer = await create(anna, 'Planned', number);
    await ask(anna, 'CustomerService/CreateInteraction', {
      customerId: customer.id,
      interaction: { manner: 'call', content: 'x', nextContactTime: '2030-01-01T09:00' },
    });
    const call = callOf(number);
    await call.ring();
    await call.answer();
    await call.hangup();
    expect((await get(anna, customer.id)).nextContactTime).toBe('2030-01-01T01:00:00.000Z');
    const draft = (await talks(anna, customer.id)).find((talk) => talk.draft);
    const written = await ask<Interaction>(anna, 'CustomerService/UpdateInteraction', {
      customerId: customer.id,
      id: draft?.id,
      interaction: { content: 'They want steel.' },
      updateMask: ['content'],
    });
    expect(written).toMatchObject({ draft: false, content: 'They want steel.', amendments: [] });
    expect(await get(anna, customer.id)).not.toHaveProperty('nextContactTime');
  });

  it('is a draft that the owner may finish where who answered may not see the customer', async () => {
    const number = freshPhone();
    const customer = await create(boris, 'Of Boris', number);
    const call = callOf(number);
    await call.ring();
    await call.answer();
    await call.hangup();
    const [draft] = await talks(boris, customer.id);
    expect(draft).toMatchObject({ draft: true, authorId: anna.id });
    const write = (person: TestPerson) =>
      ask<Interaction>(person, 'CustomerService/UpdateInteraction', {
        customerId: customer.id,
        id: draft?.id,
        interaction: { content: 'They wanted Boris.' },
        updateMask: ['content'],
      });
    await expect(write(anna)).rejects.toMatchObject({ code: 'not_found' });
    expect(await write(boris)).toMatchObject({ draft: false, authorId: anna.id, finishedById: boris.id });
    await expect(write(admin)).rejects.toMatchObject({ reason: 'not-the-author' });
  });

  it('is logged where its author says, where several have the number', async () => {
    const number = freshPhone();
    await create(anna, 'House one', number);
    const second = await create(anna, 'House two', number, {
      acceptDuplicates: true,
      duplicateReason: 'the same house',
    });
    const call = callOf(number);
    await call.ring();
    await call.answer();
    const card = await lastCall(anna);
    expect(card.matches).toHaveLength(2);
    await call.hangup();
    const choose = (customerId: string) =>
      ask<PhoneCall>(anna, 'TelephonyService/ChoosePhoneCallCustomer', { id: card.id, customerId });
    await Promise.allSettled([choose(second.id), choose(second.id)]);
    expect(await talks(anna, second.id)).toMatchObject([{ draft: true, authorId: anna.id }]);
  });
});

describe('a call that nobody answered', () => {
  const missed = async (number: string) => {
    const call = callOf(number);
    await call.ring();
    await call.hangup();
    await until('the call to be missed', async () => (await lastCall(anna)).state === 'missed');
  };

  it('has the owner call back today, and forgets nothing that was planned for later', async () => {
    const number = freshPhone();
    const customer = await create(boris, 'Missed', number);
    await ask(boris, 'CustomerService/CreateInteraction', {
      customerId: customer.id,
      interaction: { manner: 'call', content: 'x', nextAction: 'Offer', nextContactTime: '2030-01-01T09:00' },
    });
    const { lastContactTime } = await get(boris, customer.id);
    await missed(number);
    const after = await get(boris, customer.id);
    expect(Date.parse(after.nextContactTime ?? '')).toBeLessThanOrEqual(Date.now());
    expect(after.lastContactTime).toBe(lastContactTime);
    const [talk] = (await talks(boris, customer.id)).filter(({ source }) => source === 'telephony');
    expect(talk).toMatchObject({
      content: 'Missed call',
      nextAction: 'Call back; planned before: Jan 1, 2030, 09:00 Offer',
    });
    const reminders = await service.events('kontor.notification.v1.ReminderSet');
    expect(reminders.at(-1)).toMatchObject({ personId: boris.id, about: `customers/${customer.id}` });
  });

  it('waits in the tray where nobody has the number, as the talk of who answered when that is told late', async () => {
    const number = freshPhone();
    const call = callOf(number);
    await call.ring();
    await call.hangup();
    await until('the tray to have the call', async () => (await tray(boss, number)).length === 1);
    const { id } = await create(anna, 'Answered late', freshPhone());
    await call.answer();
    expect(await lastCall(anna)).toMatchObject({ state: 'ended' });
    const [item] = await tray(boss, number);
    await ask(boss, 'TriageService/AssignTriageItem', { id: item?.id, customerId: id });
    expect(await talks(anna, id)).toMatchObject([{ authorId: anna.id, manner: 'call' }]);
  });
});
