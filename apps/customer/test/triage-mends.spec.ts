import type { Customer, Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { ListInteractionsResponse } from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import type { TriageItem } from '@kontor/contracts/gen/kontor/customer/v1/triage';
import type { IngestInteractionResponse } from '@kontor/contracts/gen/kontor/customer/v1/triage_service';
import type { TestPerson, TestService } from '@kontor/testing/service';
import { strategyStage, type StrategyStage } from './strategy-stage.js';

const base = '/kontor.customer.v1';
let stage: StrategyStage;
let service: TestService;
let dispatcher: TestPerson;

beforeAll(async () => {
  stage = await strategyStage();
  ({ service } = stage);
  dispatcher = await service.person({ roles: ['manager'], managerId: stage.boss.id });
}, 60_000);

afterAll(() => service.dispose());

const ask = <T>(person: TestPerson, path: string, request: object = {}) =>
  service.call<T>(person, `${base}.${path}`, request);
let sequence = 0;
const ingest = (facts: object) =>
  ask<IngestInteractionResponse>(stage.admin, 'TriageService/IngestInteraction', {
    ...{ source: 'mends', externalId: `m-${sequence++}`, channel: 'email', to: 'sales@kontor.example' },
    ...{ content: 'Please call me.', ...facts },
  });
const makeProspect = (id: string, name: string, facts: object = {}) =>
  ask<TriageItem>(dispatcher, 'TriageService/MakeProspectOfTriageItem', {
    id,
    customer: { kind: 'company', name },
    ...facts,
  });
const talks = async (person: TestPerson, customerId: string): Promise<Interaction[]> =>
  (await ask<ListInteractionsResponse>(person, 'CustomerService/ListInteractions', { customerId }))
    .interactions;
const withEmail = async (email: string) => {
  const { admin } = stage;
  return ask<Customer>(admin, 'CustomerService/CreateCustomer', {
    customer: { kind: 'company', name: `Customer ${Math.random()}`, emails: [email] },
  });
};

describe('a prospect made of an item of the tray', () => {
  it('is one, when two make it at once of who has no number, and the same when somebody asks again', async () => {
    const other = await service.person({ roles: ['manager'], managerId: stage.boss.id });
    const { id } = await ingest({ channel: 'message', from: 'wx_lighthouse' });
    const make = (person: TestPerson, key = '') =>
      service.call<TriageItem>(
        person,
        `${base}.TriageService/MakeProspectOfTriageItem`,
        { id, customer: { kind: 'company', name: `Made at once by ${person.id}` } },
        key ? { idempotencyKey: key } : {},
      );
    const made = await Promise.allSettled([make(dispatcher, 'a key of one'), make(other, 'a key of two')]);
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const count = () => stage.rows(`SELECT id FROM customer WHERE name LIKE 'Made at once by %'`, []);
    expect(await count()).toHaveLength(1);
    const [winner, key] =
      made[0]?.status === 'fulfilled' ? [dispatcher, 'a key of one'] : [other, 'a key of two'];
    expect(await make(winner, key)).toMatchObject({ id, state: 'attached' });
    await expect(make(winner)).rejects.toMatchObject({ reason: 'triage-settled' });
    expect(await count()).toHaveLength(1);
  });

  it('gets the message also where its maker is at the cap, and the item waits no longer', async () => {
    await stage.set(dispatcher, { capEnabled: true, cap: 1 });
    await stage.create(dispatcher);
    const { id } = await ingest({ from: 'parked@mends-one.example' });
    expect(await makeProspect(id, 'Beyond the cap')).toMatchObject({
      state: 'attached',
      settledById: dispatcher.id,
    });
    const [parked] = await stage.rows<{ id: string; owner: string | null }>(
      `SELECT id, owner_id AS owner FROM customer WHERE name = 'Beyond the cap'`,
      [],
    );
    expect(parked?.owner).toBeNull();
    expect(await talks(stage.admin, parked?.id ?? '')).toMatchObject([{ content: 'Please call me.' }]);
    await stage.set(dispatcher, { capEnabled: false });
  });

  it('may be like another customer where somebody says why', async () => {
    await ask(stage.admin, 'CustomerService/CreateCustomer', {
      customer: { kind: 'company', name: 'Severnaya Zvezda' },
    });
    const { id } = await ingest({ from: 'new@mends-two.example' });
    await expect(makeProspect(id, 'Severnaya Zvezda')).rejects.toMatchObject({
      reason: 'possible-duplicate',
    });
    const accepted = { acceptDuplicates: true, duplicateReason: 'Another town.' };
    expect(await makeProspect(id, 'Severnaya Zvezda', accepted)).toMatchObject({ state: 'attached' });
  });
});

describe('what we sent by another system', () => {
  const sent = { direction: 'outbound', content: 'Our offer.' };

  it('is by whose address or extension it was sent from, or by whom the system names', async () => {
    const { admin } = stage;
    const anna = await service.person({ email: 'anna.sent@kontor.local' });
    await ask(admin, 'TelephonyService/CreateExtension', { extension: { number: '731', personId: anna.id } });
    const { id } = await withEmail('buyer@mends-three.example');
    const to = 'buyer@mends-three.example';
    await ingest({ ...sent, from: 'Anna <Anna.Sent@kontor.local>', to });
    await ingest({ ...sent, from: '731', to, channel: 'sms' });
    await ingest({ ...sent, from: 'robot@kontor.local', to, channel: 'fax' });
    await ingest({ ...sent, from: 'robot@kontor.local', to, channel: 'message', authorId: anna.id });
    await ingest({ from: to, to: 'anna.sent@kontor.local', channel: 'web_form' });
    const authors = (await talks(admin, id)).map(({ manner, authorId }) => [manner, authorId]);
    expect(new Map(authors as [string, string][])).toEqual(
      new Map([
        ['email', anna.id],
        ['sms', anna.id],
        ['fax', admin.id],
        ['message', anna.id],
        ['web_form', admin.id],
      ]),
    );
  });

  it('is by nobody who is not here', async () => {
    const authorId = '00000000-0000-4000-8000-000000000000';
    await expect(ingest({ ...sent, from: '', to: 'x@mends-four.example', authorId })).rejects.toMatchObject({
      fields: [{ field: 'authorId', reason: 'person-unknown' }],
    });
  });
});
