import type { Contact, Customer, Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { OutcomeTemplate } from '@kontor/contracts/gen/kontor/customer/v1/outcome_template';
import type { CountOutcomesResponse } from '@kontor/contracts/gen/kontor/customer/v1/outcome_template_service';
import type { TriageItem } from '@kontor/contracts/gen/kontor/customer/v1/triage';
import type {
  IngestInteractionResponse,
  ListTriageItemsResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/triage_service';
import type {
  GetVisitCoverageResponse,
  ListNextContactsResponse,
  ListPlannedVisitsResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/visit_plan_service';
import type { VisitPlan } from '@kontor/contracts/gen/kontor/customer/v1/visit_plan';
import type { ListInteractionsResponse } from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { customerService } from '../src/definition.js';

const base = '/kontor.customer.v1';

let service: TestService;
let admin: TestPerson;
let boss: TestPerson;
let anna: TestPerson;
let boris: TestPerson;

beforeAll(async () => {
  service = await testService('customer', customerService);
  admin = await service.person({ name: 'Admin', roles: ['administrator'] });
  boss = await service.person({ name: '王经理', roles: ['manager'] });
  anna = await service.person({ name: 'Anna', managerId: boss.id });
  boris = await service.person({ name: 'Борис' });
}, 60_000);

afterAll(() => service.dispose());

const ask = <T>(person: TestPerson, path: string, request: object = {}) =>
  service.call<T>(person, `${base}.${path}`, request);

const create = (person: TestPerson, customer: Partial<Customer> = {}) =>
  ask<Customer>(person, 'CustomerService/CreateCustomer', {
    customer: { kind: 'company', name: `Customer ${Math.random()}`, ...customer },
  });

const log = (person: TestPerson, customerId: string, interaction: Partial<Interaction> = {}) =>
  ask<Interaction>(person, 'CustomerService/CreateInteraction', {
    customerId,
    interaction: { manner: 'call', content: 'Talked.', ...interaction },
  });

const get = (person: TestPerson, id: string) => ask<Customer>(person, 'CustomerService/GetCustomer', { id });

const talks = async (person: TestPerson, customerId: string) =>
  (await ask<ListInteractionsResponse>(person, 'CustomerService/ListInteractions', { customerId }))
    .interactions;

let phoneCount = 0;
/** A Chinese mobile number that nobody else in this file has. */
const freshPhone = () => `+86138${String(10_000_000 + phoneCount++)}`;
const phone = (raw: string) => ({ raw, number: '', kind: 'mobile' as const });

describe('ready outcomes', () => {
  const template = (facts: Partial<OutcomeTemplate> = {}) =>
    ask<OutcomeTemplate>(admin, 'OutcomeTemplateService/CreateOutcomeTemplate', {
      outcomeTemplate: { manner: 'call', labelZhCn: '忙', labelRu: 'Занято', labelEn: 'Busy', ...facts },
    });

  it('are ticked in a talk, which reads in words, and are counted for those who see the talks', async () => {
    const { id } = await template();
    const customer = await create(anna);
    const talk = await log(anna, customer.id, { outcomeTemplateId: id });
    expect(talk).toMatchObject({ outcomeTemplateId: id, outcome: 'Busy' });
    const count = async (person: TestPerson) =>
      (await ask<CountOutcomesResponse>(person, 'OutcomeTemplateService/CountOutcomes')).counts.filter(
        (one) => one.outcomeTemplateId === id,
      );
    expect(await count(boss)).toEqual([{ outcomeTemplateId: id, manner: 'call', count: 1 }]);
    expect(await count(boris)).toEqual([]);
  });

  it('are refused for another manner, once retired, and where there is none', async () => {
    const { id } = await template();
    const customer = await create(anna);
    const refusal = (reason: string) => ({ fields: [{ field: 'outcomeTemplateId', reason }] });
    await expect(log(anna, customer.id, { manner: 'visit', outcomeTemplateId: id })).rejects.toMatchObject(
      refusal('outcome-template-manner'),
    );
    await ask(admin, 'OutcomeTemplateService/UpdateOutcomeTemplate', {
      id,
      outcomeTemplate: { retired: true },
      updateMask: ['retired'],
    });
    await expect(log(anna, customer.id, { outcomeTemplateId: id })).rejects.toMatchObject(
      refusal('outcome-template-retired'),
    );
    await expect(log(anna, customer.id, { outcomeTemplateId: customer.id })).rejects.toMatchObject(
      refusal('outcome-template-unknown'),
    );
  });

  it('are kept by administrators only', async () => {
    await expect(
      ask(boss, 'OutcomeTemplateService/CreateOutcomeTemplate', {
        outcomeTemplate: { labelZhCn: '忙', labelRu: 'Занято', labelEn: 'Busy' },
      }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('a visit', () => {
  it('gives the customer class and stage in the same transaction', async () => {
    const customer = await create(anna);
    await log(anna, customer.id, { manner: 'visit', customerSegment: 'A', customerStatus: 'interested' });
    expect(await get(anna, customer.id)).toMatchObject({ segment: 'A', status: 'interested' });
  });

  it('gives them also when it is amended', async () => {
    const customer = await create(anna);
    const { id } = await log(anna, customer.id, { manner: 'visit', nextContactTime: '2030-01-01T09:00' });
    await ask(anna, 'CustomerService/UpdateInteraction', {
      customerId: customer.id,
      id,
      interaction: { customerSegment: 'B', customerStatus: 'interested' },
      updateMask: ['customerSegment', 'customerStatus'],
    });
    expect(await get(anna, customer.id)).toMatchObject({
      segment: 'B',
      status: 'interested',
      nextContactTime: '2030-01-01T01:00:00.000Z',
    });
  });

  it('keeps author and date when the customer changes hands', async () => {
    const customer = await create(anna);
    const talk = await log(anna, customer.id, { talkTime: '2026-01-05T08:00:00.000Z' });
    await ask(admin, 'CustomerService/TransferCustomer', { id: customer.id, ownerId: boris.id });
    const [seen] = await talks(boris, customer.id);
    expect(seen).toMatchObject({ id: talk.id, authorId: anna.id, talkTime: '2026-01-05T08:00:00.000Z' });
  });
});

describe('messages of other systems', () => {
  let sequence = 0;
  const ingest = (from: string, facts: object = {}) =>
    ask<IngestInteractionResponse>(admin, 'TriageService/IngestInteraction', {
      source: 'mail',
      externalId: `m-${sequence++}`,
      channel: 'email',
      from,
      to: 'sales@kontor.example',
      content: 'Please call me.',
      ...facts,
    });
  const tray = async (person: TestPerson) =>
    (await ask<ListTriageItemsResponse>(person, 'TriageService/ListTriageItems', { pageSize: 200 }))
      .triageItems;

  it('are talks of the customer whose contact has the address, and leave its plan alone', async () => {
    const customer = await create(anna);
    const contact = await ask<Contact>(anna, 'CustomerService/CreateContact', {
      customerId: customer.id,
      contact: { name: 'Ольга', emails: ['Olga@Mail-One.example'] },
    });
    await log(anna, customer.id, { nextContactTime: '2030-01-01T09:00', nextAction: 'Offer' });
    const { state, id } = await ingest('"Ольга" <olga@mail-one.example>');
    expect(state).toBe('attached');
    const [talk] = await talks(anna, customer.id);
    expect(talk).toMatchObject({
      contactId: contact.id,
      manner: 'email',
      direction: 'inbound',
      source: 'mail',
      content: 'Please call me.',
      authorId: admin.id,
    });
    expect((await get(anna, customer.id)).nextContactTime).toBe('2030-01-01T01:00:00.000Z');
    expect((await tray(boss)).map((item) => item.id)).not.toContain(id);
  });

  it('become one talk when the same message comes twenty times at once', async () => {
    const number = freshPhone();
    const customer = await create(anna, { phones: [phone(number)] });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        ingest(number, { source: 'sms', externalId: 'twin', channel: 'message' }),
      ),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(new Set(answers.map(({ state }) => state))).toEqual(new Set(['attached']));
    expect(await talks(anna, customer.id)).toHaveLength(1);
  });

  it('wait in the tray where nobody has the address, until they become a prospect', async () => {
    const { id, state } = await ingest('new@mail-two.example');
    expect(state).toBe('open');
    expect(await tray(boss)).toContainEqual(expect.objectContaining({ id, address: 'new@mail-two.example' }));
    const customer = { kind: 'person', name: 'Новый' };
    const made = () => ask<TriageItem>(boss, 'TriageService/MakeProspectOfTriageItem', { id, customer });
    const item = await made();
    expect(item).toMatchObject({ state: 'attached', content: '', settledById: boss.id });
    await expect(made()).rejects.toMatchObject({ code: 'conflict', reason: 'triage-settled' });
    const [found] = await service
      .events('kontor.customer.v1.CustomerCreated')
      .then((all) => all.filter((one) => one.customer?.emails.includes('new@mail-two.example')));
    expect(found?.customer).toMatchObject({ channel: 'email', ownerId: boss.id });
    expect(await talks(boss, found?.customer?.id ?? '')).toMatchObject([{ id: item.interactionId }]);
  });

  it('offer their choices where several customers have the number', async () => {
    const number = freshPhone();
    const accept = { acceptDuplicates: true, duplicateReason: 'the same house' };
    const first = await create(anna, { name: 'First', phones: [phone(number)] });
    const second = await ask<Customer>(anna, 'CustomerService/CreateCustomer', {
      customer: { kind: 'company', name: 'Second', phones: [phone(number)] },
      ...accept,
    });
    const { id, state } = await ingest(number, { channel: 'message' });
    expect(state).toBe('open');
    const item = await ask<TriageItem>(boss, 'TriageService/GetTriageItem', { id });
    expect(item.candidates.map(({ customerName }) => customerName).sort()).toEqual(['First', 'Second']);
    await ask(boss, 'TriageService/AssignTriageItem', { id, customerId: second.id });
    expect(await talks(anna, second.id)).toHaveLength(1);
    expect(await talks(anna, first.id)).toHaveLength(0);
  });

  it('are discarded with a reason, and nobody without the right sees the tray', async () => {
    const { id } = await ingest('spam@mail-three.example');
    await ask(boss, 'TriageService/DiscardTriageItem', { id, reason: 'spam' });
    expect((await tray(boss)).map((item) => item.id)).not.toContain(id);
    await expect(tray(anna)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      ask(anna, 'TriageService/IngestInteraction', {
        source: 'x',
        externalId: '1',
        channel: 'email',
        content: 'x',
      }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('show no name to who may not see the customer', async () => {
    const number = freshPhone();
    await create(boris, { name: 'Secret of Boris', phones: [phone(number)] });
    await ask(boris, 'CustomerService/CreateCustomer', {
      customer: { kind: 'company', name: 'Secret two', phones: [phone(number)] },
      acceptDuplicates: true,
      duplicateReason: 'the same house',
    });
    const { id } = await ingest(number, { channel: 'message' });
    const item = await ask<TriageItem>(boss, 'TriageService/GetTriageItem', { id });
    expect(item.candidates).toHaveLength(2);
    expect(JSON.stringify(item)).not.toContain('Secret');
  });
});

describe('next contacts', () => {
  const list = async (person: TestPerson, request: object = {}) =>
    (await ask<ListNextContactsResponse>(person, 'VisitPlanService/ListNextContacts', request)).nextContacts;

  it('stay overdue until a talk is logged, own or of the team', async () => {
    const customer = await create(anna);
    await log(anna, customer.id, { nextContactTime: '2026-01-01T09:00', nextAction: 'Call about steel' });
    const mine = (await list(anna, { due: 'overdue' })).filter((one) => one.customer?.id === customer.id);
    expect(mine).toMatchObject([{ due: 'overdue', nextAction: 'Call about steel' }]);
    const ids = (rows: Awaited<ReturnType<typeof list>>) => rows.map((one) => one.customer?.id);
    expect(ids(await list(boss))).not.toContain(customer.id);
    expect(ids(await list(boss, { team: true }))).toContain(customer.id);
    expect(ids(await list(boris, { team: true }))).not.toContain(customer.id);
    expect(ids(await list(anna, { due: 'week' }))).not.toContain(customer.id);
    await log(anna, customer.id);
    expect(ids(await list(anna))).not.toContain(customer.id);
  });
});

describe('visit plans', () => {
  const planned = async (person: TestPerson, request: object = {}) =>
    (await ask<ListPlannedVisitsResponse>(person, 'VisitPlanService/ListPlannedVisits', request))
      .plannedVisits;
  const coverage = async (person: TestPerson, planId: string) =>
    (await ask<GetVisitCoverageResponse>(person, 'VisitPlanService/GetVisitCoverage')).rows.filter(
      (row) => row.planId === planId,
    );

  it('plan the visits of a class, count what took place, and drill down to those who see the customers', async () => {
    const segment = `class ${Math.random()}`;
    const early = await create(anna, { segment });
    await log(anna, early.id, { manner: 'visit' });
    const late = await create(anna, { segment });
    const foreign = await create(boris, { segment });
    const plan = await ask<VisitPlan>(boss, 'VisitPlanService/CreateVisitPlan', {
      visitPlan: { name: 'A monthly', segment, manners: ['visit'] },
    });
    expect(plan).toMatchObject({ visits: 1, months: 1 });
    await until('three planned visits', async () => (await planned(admin, { segment })).length === 3);

    expect((await planned(boss, { segment })).map(({ customerId }) => customerId).sort()).toEqual(
      [early.id, late.id].sort(),
    );
    expect((await planned(boris, { segment })).map(({ customerId }) => customerId)).toEqual([foreign.id]);
    expect(await coverage(boss, plan.id)).toEqual([
      { ownerId: anna.id, segment, planId: plan.id, planned: 2, done: 1, overdue: 0 },
    ]);

    await log(anna, late.id, { manner: 'call' });
    expect(await coverage(boss, plan.id)).toMatchObject([{ done: 1 }]);
    const visit = await log(anna, late.id, { manner: 'visit' });
    expect(await coverage(boss, plan.id)).toMatchObject([{ planned: 2, done: 2 }]);
    const [done] = (await planned(anna, { segment })).filter(({ customerId }) => customerId === late.id);
    expect(done).toMatchObject({ interactionId: visit.id, doneById: anna.id, overdue: false });
  });

  it('are kept by managers, and name a class', async () => {
    const make = (person: TestPerson, visitPlan: object) =>
      ask(person, 'VisitPlanService/CreateVisitPlan', { visitPlan });
    await expect(make(anna, { name: 'x', segment: 'A' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(make(boss, { name: 'x' })).rejects.toMatchObject({
      fields: [{ field: 'segment', reason: 'visit-plan-class' }],
    });
    await expect(
      make(boss, { name: 'x', customerFilter: '{"field":"nope","op":"eq","value":1}' }),
    ).rejects.toMatchObject({
      code: 'invalid',
    });
  });
});
