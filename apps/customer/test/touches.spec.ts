import type { Channel, Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Touch } from '@kontor/contracts/gen/kontor/customer/v1/touch';
import type { ListTouchesResponse } from '@kontor/contracts/gen/kontor/customer/v1/touch_service';
import type { TriageItem } from '@kontor/contracts/gen/kontor/customer/v1/triage';
import type { IngestInteractionResponse } from '@kontor/contracts/gen/kontor/customer/v1/triage_service';
import { serviceCall } from '@kontor/access/call';
import type { TestPerson } from '@kontor/testing/service';
import { staffedService } from './staff.js';

const { service, boss, anna, boris } = await staffedService();
afterAll(() => service.dispose());

const call = <T>(person: TestPerson, path: string, request: object) =>
  service.call<T>(person, `/kontor.customer.v1.${path}`, request);
const create = (person: TestPerson, about: object = {}) =>
  call<Customer>(person, 'CustomerService/CreateCustomer', {
    customer: { kind: 'company', name: crypto.randomUUID(), ...about },
  });
const note = (person: TestPerson, customerId: string, touch: object) =>
  call<Touch>(person, 'TouchService/CreateTouch', { customerId, touch });
const list = (person: TestPerson, customerId: string, request: object = {}) =>
  call<ListTouchesResponse>(person, 'TouchService/ListTouches', { customerId, ...request });
const audits = (objectId: string, action: string) =>
  service.running.unitOfWork.read(serviceCall('customer', 'test'), (tx) =>
    tx.query<{ personId: string; changes: string }>(
      `SELECT person_id AS "personId", changes FROM audit WHERE object_id = $1 AND action = $2`,
      [objectId, action],
    ),
  );

it('keeps why a manager rewrote the first touch', async () => {
  const { id } = await create(anna, { channel: 'phone' });
  const rewrite = (person: TestPerson, channel: Channel, reason?: string) =>
    call(person, 'CustomerService/UpdateCustomer', {
      id,
      customer: { channel },
      updateMask: ['channel'],
      ...(reason && { reason }),
    });
  await expect(rewrite(anna, 'event', 'because')).rejects.toMatchObject({ code: 'forbidden' });
  await expect(rewrite(boss, 'event')).rejects.toMatchObject({ code: 'invalid' });
  await rewrite(boss, 'event', 'They came to our stand in Kazan.');
  const [kept, ...others] = await audits(id, 'channel');
  expect(others).toEqual([]);
  expect(kept?.personId).toBe(boss.id);
  expect(JSON.parse(kept?.changes ?? '')).toEqual({
    channel: ['phone', 'event'],
    reason: 'They came to our stand in Kazan.',
  });
});

it('says who they are at last without a reason', async () => {
  const { id } = await create(anna);
  await call(anna, 'CustomerService/UpdateCustomer', {
    id,
    customer: { channel: 'referral' },
    updateMask: ['channel'],
  });
  expect(await audits(id, 'channel')).toEqual([]);
  expect((await audits(id, 'update')).length).toBeGreaterThan(0);
});

it('keeps later touches and leaves the first one as it is', async () => {
  const { id } = await create(anna);
  await note(anna, id, { channel: 'event', campaign: 'Kazan 2026', touchTime: '2026-03-01T08:00:00.000Z' });
  const second = await note(anna, id, {
    channel: 'advertising',
    source: 'baidu',
    medium: 'cpc',
    campaign: 'Spring',
    landingPage: 'https://www.example.com/spring?utm_source=baidu',
  });
  expect(second).toMatchObject({ origin: 'person', personId: anna.id });
  const { touches, firstChannel } = await list(boss, id);
  expect(firstChannel).toBe('unknown');
  expect(touches.map(({ channel, campaign }) => [channel, campaign])).toEqual([
    ['advertising', 'Spring'],
    ['event', 'Kazan 2026'],
  ]);
  const filter = JSON.stringify({ field: 'campaign', op: 'eq', value: 'Spring' });
  expect((await list(anna, id, { filter })).touches).toHaveLength(1);
});

it('guesses no channel of a touch', async () => {
  const { id } = await create(anna);
  expect(await note(anna, id, { campaign: 'Spring' })).toMatchObject({ channel: 'unknown' });
});

it('refuses a touch of tomorrow, and an address that is none', async () => {
  const { id } = await create(anna);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  await expect(note(anna, id, { touchTime: tomorrow })).rejects.toMatchObject({
    fields: [{ field: 'touchTime' }],
  });
  await expect(note(anna, id, { landingPage: 'javascript:alert(1)' })).rejects.toMatchObject({
    code: 'invalid',
  });
});

it('shows touches to who sees the customer, and lets nobody else add one', async () => {
  const { id } = await create(anna);
  await note(anna, id, { channel: 'event' });
  await expect(list(boris, id)).rejects.toMatchObject({ code: 'not_found' });
  await expect(note(boris, id, { channel: 'event' })).rejects.toMatchObject({ code: 'not_found' });
  expect((await list(boss, id)).touches).toHaveLength(1);
});

it('moves touches to whom the customer becomes part of, and back', async () => {
  const [winner, loser] = [await create(anna), await create(anna)];
  await note(anna, loser.id, { campaign: 'Autumn' });
  const { id } = await call<{ id: string }>(boss, 'MergeService/MergeCustomers', {
    id: winner.id,
    loserId: loser.id,
    fields: [],
  });
  expect((await list(anna, winner.id)).touches).toMatchObject([{ campaign: 'Autumn' }]);
  await call(boss, 'MergeService/UndoMerge', { id });
  expect((await list(anna, winner.id)).touches).toEqual([]);
  expect((await list(anna, loser.id)).touches).toHaveLength(1);
});

describe('a message that says how its sender came', () => {
  const admin = () => service.person({ name: 'Mail gateway', roles: ['administrator'] });
  const ingest = async (from: string, touch?: object) =>
    call<IngestInteractionResponse>(await admin(), 'TriageService/IngestInteraction', {
      source: 'mail',
      externalId: crypto.randomUUID(),
      channel: 'email',
      from,
      to: 'sales@example.com',
      content: 'I saw your letter.',
      ...(touch && { touch }),
    });

  it('is a touch of the customer', async () => {
    const email = `mail@${crypto.randomUUID()}.example`;
    const { id } = await create(anna, { emails: [email] });
    await ingest(email);
    expect((await list(anna, id)).touches).toEqual([]);
    await ingest(email, { channel: 'email', campaign: 'Newsletter 7' });
    expect((await list(anna, id)).touches).toMatchObject([
      { channel: 'email', campaign: 'Newsletter 7', origin: 'message' },
    ]);
  });

  it('is one once somebody says whose it is', async () => {
    const { id: itemId } = await ingest(`${crypto.randomUUID()}@nobody.example`, {
      campaign: 'Newsletter 8',
    });
    const { id } = await create(boss);
    const waits = await call<TriageItem>(boss, 'TriageService/GetTriageItem', { id: itemId });
    expect(waits.touch).toMatchObject({ campaign: 'Newsletter 8' });
    await call(boss, 'TriageService/AssignTriageItem', { id: itemId, customerId: id });
    expect((await list(boss, id)).touches).toMatchObject([{ campaign: 'Newsletter 8', origin: 'message' }]);
  });

  it('is no contact by us', async () => {
    const email = `mail@${crypto.randomUUID()}.example`;
    const { id } = await create(anna, { emails: [email] });
    await ingest(email);
    const customer = await call<Customer>(anna, 'CustomerService/GetCustomer', { id });
    expect(customer).not.toHaveProperty('lastContactTime');
  });
});
