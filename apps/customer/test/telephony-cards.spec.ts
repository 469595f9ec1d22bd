import { randomUUID } from 'node:crypto';
import type { Contact, Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { ContactVerdict } from '@kontor/contracts/gen/kontor/customer/v1/contact_guard';
import type { PhoneCall } from '@kontor/contracts/gen/kontor/customer/v1/telephony';
import type { ListPhoneCallsResponse } from '@kontor/contracts/gen/kontor/customer/v1/telephony_service';
import type { TriageItem } from '@kontor/contracts/gen/kontor/customer/v1/triage';
import type { IngestInteractionResponse } from '@kontor/contracts/gen/kontor/customer/v1/triage_service';
import { copyRole } from '@kontor/people/role-copy';
import { roleOf } from '@kontor/testing/identity-records';
import type { TestPerson } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { exchangeStage } from './exchange-stage.js';

const { service, admin, ask, tell, talks, tray: trayOf, extensions } = await exchangeStage();
await service.know((tx) =>
  copyRole(
    tx,
    roleOf('desk', { permissions: ['customer.read'], names: [{ object: 'customer', fields: ['name'] }] }),
  ),
);
const boss = await service.person({ name: '王经理', roles: ['manager'] });
const anna = await service.person({ name: 'Anna', managerId: boss.id });
const boris = await service.person({ name: 'Борис' });
/** Sees the names of customers that are not hers. */
const clara = await service.person({ name: 'Clara', roles: ['desk'] });
await extensions({ 201: anna, 202: boris, 203: clara });
afterAll(() => service.dispose());

let count = 0;
const freshPhone = () => `+86138${String(20_000_000 + count++)}`;
const phone = (raw: string, kind = 'work') => ({ raw, number: '', kind });

const create = (person: TestPerson, name: string, more: object = {}) =>
  ask<Customer>(person, 'CustomerService/CreateCustomer', { customer: { kind: 'company', name, ...more } });
const addContact = (person: TestPerson, customerId: string, contact: object) =>
  ask<Contact>(person, 'CustomerService/CreateContact', { customerId, contact });
const tray = (address: string) => trayOf(boss, address);

/** A call of somebody at a phone of ours, or from it where `out`. */
function callOf(other: string, extension: string, out = false) {
  const ends = out
    ? { from: extension, to: other, direction: 'outbound' }
    : { from: other, to: extension, direction: 'inbound' };
  const facts = { callId: randomUUID(), extension, ...ends };
  return {
    ring: () => tell({ type: 'ring', ...facts }),
    answer: () => tell({ type: 'answer', ...facts }),
    hangup: () => tell({ type: 'hangup', ...facts }),
  };
}

const lastCall = async (person: TestPerson) => {
  const { phoneCalls } = await ask<ListPhoneCallsResponse>(person, 'TelephonyService/ListPhoneCalls');
  return ask<PhoneCall>(person, 'TelephonyService/GetPhoneCall', { id: phoneCalls[0]?.id });
};

describe('the card of a call', () => {
  it('greets a contact by name in the contact’s language, by any number, the fax too, with what is open', async () => {
    const [desk, fax] = [freshPhone(), freshPhone()];
    const customer = await create(anna, 'Seven Seas', { phones: [phone(desk)] });
    const ada = await addContact(anna, customer.id, {
      name: 'Ада',
      language: 'ru',
      position: 'Buyer',
      phones: [phone(fax, 'fax')],
    });
    const before = callOf(desk, '201');
    for (const event of ['ring', 'answer', 'hangup'] as const) await before[event]();
    await callOf(fax, '201').ring();
    const card = await lastCall(anna);
    expect(card.matches).toMatchObject([
      {
        customerId: customer.id,
        contactId: ada.id,
        greeting: 'Здравствуйте, Ада!',
        contactPosition: 'Buyer',
        openDrafts: 1,
        openVisits: 0,
        refusals: [],
        cardPath: `/customers/${customer.id}`,
        requestPath: `/customers/${customer.id}/requests/new?phoneCallId=${card.id}&contactId=${ada.id}`,
      },
    ]);
    await callOf(desk, '201').ring();
    expect((await lastCall(anna)).matches[0]?.greeting).toBe('Hello Seven Seas!');
  });

  it('is a name and no more where the reader sees the name only', async () => {
    const number = freshPhone();
    const customer = await create(anna, 'Name of Anna’s', { phones: [phone(number)], note: 'secret' });
    await addContact(anna, customer.id, { name: 'Hidden', phones: [phone(number)] });
    await callOf(number, '203').ring();
    const card = await lastCall(clara);
    expect(card).toMatchObject({ hiddenMatches: 0, newLeadPath: '' });
    expect(card.matches).toMatchObject([
      { customerName: 'Name of Anna’s', contactName: '', ownerId: '', cardPath: '', requestPath: '' },
    ]);
    expect(card.matches[0]).not.toHaveProperty('customerStatus');
    expect(JSON.stringify(card)).not.toMatch(/Hidden|secret/);
  });

  it('offers an empty form where the number is withheld', async () => {
    await callOf('anonymous', '201').ring();
    expect(await lastCall(anna)).toMatchObject({
      withheld: true,
      matches: [],
      newLeadPath: '/customers/new',
    });
  });
});

describe('a phone that is nobody’s', () => {
  it('leaves the draft of a talk to the owner of the customer, and to the tray where nobody knows the number', async () => {
    const [known, unknown] = [freshPhone(), freshPhone()];
    const customer = await create(anna, 'Answered by somebody', { phones: [phone(known)] });
    for (const number of [known, unknown]) {
      const call = callOf(number, '999');
      await call.ring();
      await call.answer();
      await call.hangup();
      await call.hangup();
    }
    expect(await talks(anna, customer.id)).toMatchObject([{ draft: true, authorId: anna.id }]);
    expect(await tray(unknown)).toHaveLength(1);
    expect(await tray(known)).toEqual([]);
  });

  it('does not keep a missed call from being called back, even one that no phone rang of', async () => {
    const [known, unknown] = [freshPhone(), freshPhone()];
    const customer = await create(anna, 'Never rang', { phones: [phone(known)] });
    await callOf(known, '999').hangup();
    await callOf(unknown, '').hangup();
    await until('the call back to be planned', async () => (await talks(anna, customer.id)).length === 1);
    expect(await talks(anna, customer.id)).toMatchObject([{ nextAction: 'Call back', draft: false }]);
    await until('the tray to have the other', async () => (await tray(unknown)).length === 1);
  });

  it('is that of somebody who left', async () => {
    const number = freshPhone();
    const customer = await create(anna, 'Left behind', { phones: [phone(number)] });
    const leaver = await service.person({ name: 'Leaver' });
    await ask(admin, 'TelephonyService/CreateExtension', {
      extension: { number: '204', personId: leaver.id },
    });
    await service.know(async (tx) => {
      await tx.query(`UPDATE person_copy SET status = 'left' WHERE id = $1`, [leaver.id]);
    });
    const call = callOf(number, '204');
    for (const event of ['ring', 'answer', 'hangup'] as const) await call[event]();
    expect(await talks(anna, customer.id)).toMatchObject([{ authorId: anna.id }]);
  });
});

describe('what we should not have begun', () => {
  const breaches = (customerId: string) =>
    service.ownerQuery<{ changes: string }>(
      `SELECT changes FROM audit WHERE action = 'contact-guard-breach' AND object_id = $1`,
      [customerId],
    );
  const check = (id: string, channel: string) =>
    ask<ContactVerdict>(anna, 'ContactGuardService/CheckContact', { id, channel });

  it('is seen on the card of a call that we make, kept, told and audited when it was made, and counts', async () => {
    const number = freshPhone();
    const customer = await create(anna, 'Do not call', { phones: [phone(number)] });
    await ask(anna, 'ContactGuardService/SetContactPreference', {
      customerId: customer.id,
      preference: { doNotCall: true, timeZone: '', consents: [] },
    });
    const call = callOf(number, '202', true);
    await call.ring();
    const own = callOf(number, '201', true);
    await own.ring();
    expect((await lastCall(anna)).matches[0]?.refusals).toEqual([{ rule: 'do_not_call' }]);
    await call.answer();
    await call.hangup();
    expect(await talks(anna, customer.id)).toMatchObject([
      { draft: true, direction: 'outbound', authorId: boris.id, guardBreach: { rules: ['do_not_call'] } },
    ]);
    const [breach] = await breaches(customer.id);
    expect(JSON.parse(breach?.changes ?? '')).toMatchObject({ rules: ['do_not_call'], authorId: boris.id });
    expect(await check(customer.id, 'call')).toMatchObject({
      allowed: false,
      lastTouchPersonName: 'Борис',
      lastTouchManner: 'call',
    });
    expect((await lastCall(boris)).matches).toEqual([]);
  });

  it('is brought in by no other system under a name of ours', async () => {
    for (const source of ['telephony', 'web-form', 'kontor'])
      await expect(
        ask(admin, 'TriageService/IngestInteraction', {
          ...{ source, externalId: randomUUID(), channel: 'call', direction: 'inbound' },
          ...{ from: freshPhone(), to: '', content: 'x' },
        }),
      ).rejects.toMatchObject({ fields: [{ field: 'source', reason: 'source-reserved' }] });
  });

  it('is told of the one of two who share a phone whom it is about', async () => {
    const shared = freshPhone();
    const customer = await create(anna, 'A family');
    const both = { phones: [phone(shared)], acceptDuplicates: true };
    const [wife, husband] = [
      await addContact(anna, customer.id, { name: 'Wife', phones: both.phones }),
      await addContact(anna, customer.id, { name: 'Husband', phones: both.phones }),
    ];
    const wishes = (contactId: string, doNotCall: boolean) =>
      ask(anna, 'ContactGuardService/SetContactPreference', {
        customerId: customer.id,
        preference: { contactId, doNotCall, timeZone: '', consents: [] },
      });
    for (const [never, may] of [
      [wife, husband],
      [husband, wife],
    ] as const) {
      await wishes(never.id, true);
      await wishes(may.id, false);
      await callOf(shared, '201', true).ring();
      const { matches } = await lastCall(anna);
      const refusalsOf = ({ id }: Contact) =>
        matches.find(({ contactId }) => contactId === id)?.refusals.map(({ rule }) => rule);
      expect([refusalsOf(never), refusalsOf(may)]).toEqual([['do_not_call'], []]);
    }
  });

  it('is told to the system that brings a message in, and to who attaches one from the tray', async () => {
    const [one, two] = [`${randomUUID()}@guard.example`, `${randomUUID()}@guard.example`];
    const customer = await create(anna, 'No mail', { emails: [one] });
    await ask(anna, 'ContactGuardService/SetContactPreference', {
      customerId: customer.id,
      preference: { doNotCall: false, timeZone: '', consents: [{ channel: 'email', state: 'withdrawn' }] },
    });
    const ingest = (to: string, direction: string) =>
      ask<IngestInteractionResponse>(admin, 'TriageService/IngestInteraction', {
        source: 'mail',
        externalId: randomUUID(),
        channel: 'email',
        direction,
        from: direction === 'outbound' ? 'us@our.example' : to,
        to: direction === 'outbound' ? to : 'us@our.example',
        content: 'Offer',
      });
    expect(await ingest(one, 'inbound')).toMatchObject({ state: 'attached', guardBreaches: [] });
    expect(await ingest(one, 'outbound')).toMatchObject({ state: 'attached', guardBreaches: ['withdrawn'] });
    const waiting = await ingest(two, 'outbound');
    expect(waiting).toMatchObject({ state: 'open', guardBreaches: [] });
    const assigned = await ask<TriageItem>(boss, 'TriageService/AssignTriageItem', {
      id: waiting.id,
      customerId: customer.id,
    });
    expect(assigned).toMatchObject({ state: 'attached', guardBreaches: ['withdrawn'] });
    expect(await breaches(customer.id)).toHaveLength(2);
  });
});
