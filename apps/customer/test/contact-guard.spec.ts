import type {
  ContactPreference,
  ContactVerdict,
} from '@kontor/contracts/gen/kontor/customer/v1/contact_guard';
import type { Customer, Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { ListContactPreferencesResponse } from '@kontor/contracts/gen/kontor/customer/v1/contact_guard_service';
import { serviceCall } from '@kontor/access/call';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { v7 as uuidv7 } from 'uuid';
import { customerService } from '../src/definition.js';

const calls = '/kontor.customer.v1';
let service: TestService;
let admin: TestPerson;
let boss: TestPerson;
let anna: TestPerson;
let stranger: TestPerson;

beforeAll(async () => {
  service = await testService('customer', customerService);
  admin = await service.person({ roles: ['administrator'] });
  boss = await service.person({ name: '王经理', roles: ['manager'] });
  anna = await service.person({ name: 'Anna', managerId: boss.id });
  stranger = await service.person({});
}, 60_000);

afterAll(() => service.dispose());

const call = <T>(person: TestPerson, path: string, request: object) =>
  service.call<T>(person, `${calls}.${path}`, request);
const create = async () =>
  (
    await call<Customer>(anna, 'CustomerService/CreateCustomer', {
      // Names differ, lest the second one be taken for a duplicate of the first.
      customer: { kind: 'company', name: `Lighthouse ${uuidv7()}` },
    })
  ).id;
const talk = (
  person: TestPerson,
  customerId: string,
  facts: Partial<Interaction> = {},
  guardReason?: string,
) =>
  call<Interaction>(person, 'CustomerService/CreateInteraction', {
    customerId,
    interaction: { manner: 'call', direction: 'outbound', content: 'Called.', ...facts },
    guardReason,
  });
const prefer = (person: TestPerson, customerId: string, preference: object) =>
  call<ContactPreference>(person, 'ContactGuardService/SetContactPreference', { customerId, preference });
const check = (person: TestPerson, id: string, channel = 'call', contactId?: string) =>
  call<ContactVerdict>(person, 'ContactGuardService/CheckContact', { id, channel, contactId });
const limit = (setting: object) => call(admin, 'ContactGuardService/SetContactGuardSetting', { setting });

it('allows everything until somebody says otherwise, and keeps what each channel was told', async () => {
  const id = await create();
  expect(await check(anna, id)).toEqual({ allowed: true, refusals: [] });
  await prefer(anna, id, { consents: [{ channel: 'email', state: 'given', source: 'Fair' }] });
  await prefer(anna, id, {
    consents: [{ channel: 'call', state: 'withdrawn', source: 'Letter' }],
    doNotCall: true,
  });
  const { preferences } = await call<ListContactPreferencesResponse>(
    anna,
    'ContactGuardService/ListContactPreferences',
    { customerId: id },
  );
  expect(preferences).toMatchObject([
    {
      doNotCall: true,
      consents: [
        { channel: 'email', state: 'given', source: 'Fair', authorId: anna.id },
        { channel: 'call', state: 'withdrawn', source: 'Letter' },
      ],
    },
  ]);
  expect((await check(anna, id)).refusals.map(({ rule }) => rule)).toEqual(['do_not_call', 'withdrawn']);
  expect((await check(anna, id, 'email')).allowed).toBe(true);
});

it('tells nothing to who does not see the customer', async () => {
  const id = await create();
  const hidden = { reason: 'customer-not-found' };
  await expect(check(stranger, id)).rejects.toMatchObject(hidden);
  await expect(prefer(stranger, id, { doNotCall: true })).rejects.toMatchObject(hidden);
  await expect(
    call(stranger, 'ContactGuardService/ListContactPreferences', { customerId: id }),
  ).rejects.toMatchObject(hidden);
  await expect(
    call(boss, 'ContactGuardService/SetContactGuardSetting', {
      setting: { channel: 'call', mostTouches: 9 },
    }),
  ).rejects.toMatchObject({ code: 'forbidden' });
});

it('holds a contact to its own wishes and to those of the customer', async () => {
  const id = await create();
  const contact = await call<{ id: string }>(anna, 'CustomerService/CreateContact', {
    customerId: id,
    contact: { name: 'Li Lei' },
  });
  await prefer(anna, id, { contactId: contact.id, consents: [{ channel: 'call', state: 'withdrawn' }] });
  expect((await check(anna, id)).allowed).toBe(true);
  expect((await check(anna, id, 'call', contact.id)).allowed).toBe(false);
  const other = await create();
  await expect(check(anna, other, 'call', contact.id)).rejects.toMatchObject({
    fields: [{ field: 'contactId', reason: 'contact-of-another' }],
  });
});

it('lets a protected customer be called with a reason that is audited, and turn to us at any time', async () => {
  const id = await create();
  await prefer(anna, id, { consents: [], doNotCall: true });
  await talk(anna, id, { direction: 'inbound' });
  await talk(anna, id, { manner: 'visit' });
  const refusal = { code: 'conflict', reason: 'contact-guarded', fields: [{ reason: 'guard-do-not-call' }] };
  await expect(talk(anna, id)).rejects.toMatchObject(refusal);
  const inbound = await talk(anna, id, { direction: 'inbound' });
  await expect(
    call(anna, 'CustomerService/UpdateInteraction', {
      customerId: id,
      id: inbound.id,
      interaction: { direction: 'outbound' },
      updateMask: ['direction'],
    }),
  ).rejects.toMatchObject(refusal);
  await talk(anna, id, {}, 'Asked for a call back.');
  const audit = await service.running.unitOfWork.read(serviceCall('customer', 'test'), (tx) =>
    tx.query<{ changes: { reason: string; rules: string[] } }>(
      `SELECT changes::jsonb AS changes FROM audit WHERE action = 'contact-guard-override' AND object_id = $1`,
      [id],
    ),
  );
  expect(audit).toMatchObject([{ changes: { reason: 'Asked for a call back.', rules: ['do_not_call'] } }]);
});

it('counts the touches of all staff, and names who was last', async () => {
  await limit({ channel: 'email', mostTouches: 2, periodDays: 7 });
  const id = await create();
  const email = { manner: 'email' } as const;
  await talk(anna, id, email);
  await talk(boss, id, email);
  expect(await check(anna, id, 'email')).toMatchObject({
    allowed: false,
    refusals: [{ rule: 'frequency', touches: 2, periodDays: 7 }],
    lastTouchPersonId: boss.id,
    lastTouchPersonName: '王经理',
    lastTouchManner: 'email',
  });
  await expect(talk(anna, id, email)).rejects.toMatchObject({
    reason: 'contact-guarded',
    fields: [{ field: 'guardReason', reason: 'guard-frequency' }],
  });
  await talk(anna, id, { manner: 'call' });
  const longAgo = new Date(Date.now() - 30 * 86_400_000).toISOString();
  await talk(anna, id, { ...email, talkTime: longAgo });
});

it('lets one of many have the last touch that is allowed, however close they come', async () => {
  await limit({ channel: 'mail', mostTouches: 1, periodDays: 1 });
  for (let round = 0; round < 5; round++) {
    const id = await create();
    const attempts = await Promise.allSettled(
      [anna, boss, anna, boss, admin].map((person) => talk(person, id, { manner: 'letter' })),
    );
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const reasons = attempts.flatMap((attempt) =>
      attempt.status === 'rejected' ? [(attempt.reason as { reason: string }).reason] : [],
    );
    expect(reasons).toEqual(Array(4).fill('contact-guarded'));
  }
});

it('asks the clock of the customer for quiet hours', async () => {
  const id = await create();
  await limit({ channel: 'sms', quietStart: '22:00', quietEnd: '08:00' });
  await limit({ channel: 'messenger', quietStart: '22:00', quietEnd: '08:00' });
  await prefer(anna, id, { consents: [], timeZone: 'Europe/Moscow' });
  const night = { manner: 'message', talkTime: '2026-01-10T20:00:00Z' } as const;
  await expect(talk(anna, id, night)).rejects.toMatchObject({
    fields: [{ reason: 'guard-quiet-hours' }],
  });
  // Half past ten in the evening for the company, half past five for the customer.
  await talk(anna, id, { ...night, talkTime: '2026-01-10T14:30:00Z' });
  await expect(limit({ channel: 'sms', quietStart: '22:00', quietEnd: '' })).rejects.toMatchObject({
    fields: [{ field: 'quietEnd', reason: 'guard-wall-time' }],
  });
  await expect(limit({ channel: 'sms', quietStart: '25:00', quietEnd: '09:00' })).rejects.toMatchObject({
    fields: [{ field: 'quietStart', reason: 'guard-wall-time' }],
  });
});
