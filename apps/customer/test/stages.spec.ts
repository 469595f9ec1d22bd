import type { Customer, CustomerStatus } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Metric, MetricValue } from '@kontor/contracts/gen/kontor/customer/v1/metric';
import type { ListMetricsResponse } from '@kontor/contracts/gen/kontor/customer/v1/metric_service';
import type {
  CountStagesResponse,
  GetStageMovementResponse,
  ListStageChangesResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/stage_history_service';
import type { ListCustomersResponse } from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { customerService } from '../src/definition.js';

const customers = '/kontor.customer.v1.CustomerService';
const stages = '/kontor.customer.v1.StageHistoryService';
const metrics = '/kontor.customer.v1.MetricService';

let service: TestService;
let admin: TestPerson;
let boss: TestPerson;
let anna: TestPerson;
let boris: TestPerson;
let start: string;

beforeAll(async () => {
  service = await testService('customer', customerService);
  admin = await service.person({ name: 'Administrator', roles: ['administrator'] });
  boss = await service.person({ name: '王经理', roles: ['manager'] });
  anna = await service.person({ name: 'Anna', managerId: boss.id });
  boris = await service.person({ name: 'Борис', managerId: boss.id });
  start = new Date(Date.now() - 1000).toISOString();
}, 60_000);

afterAll(() => service.dispose());

const create = (person: TestPerson, name: string, status: CustomerStatus = 'prospect') =>
  service.call<Customer>(person, `${customers}/CreateCustomer`, {
    customer: { kind: 'company', name, status },
  });

const move = (person: TestPerson, { id }: Customer, status: CustomerStatus) =>
  service.call<Customer>(person, `${customers}/UpdateCustomer`, {
    id,
    customer: { status },
    updateMask: ['status'],
  });

const history = (person: TestPerson, customerId: string) =>
  service.call<ListStageChangesResponse>(person, `${stages}/ListStageChanges`, {
    customerId,
    orderBy: 'time',
  });

const value = (person: TestPerson, { id }: Metric, request: object = {}) =>
  service.call<MetricValue>(person, `${metrics}/GetMetricValue`, { id, ...request });

const flowsOf = ({ id }: TestPerson) =>
  service.rows('SELECT 1 AS one FROM customer_flow WHERE guardian_id = $1', [id]);

const metric = async (code: string) => {
  const filter = JSON.stringify({ field: 'code', op: 'eq', value: code });
  const { metrics: found } = await service.call<ListMetricsResponse>(anna, `${metrics}/ListMetrics`, {
    filter,
  });
  return found[0] as Metric;
};

describe('stages', () => {
  it('writes every change down, whoever brings it about, for those who see the customer', async () => {
    const customer = await create(anna, 'Moved');
    await move(anna, customer, 'interested');
    await service.call(boss, `${customers}/CreateInteraction`, {
      customerId: customer.id,
      interaction: { manner: 'call', content: 'Will buy.', customerStatus: 'negotiating' },
    });
    const { stageChanges } = await history(boss, customer.id);
    expect(stageChanges).toMatchObject([
      { fromStatus: 'prospect', toStatus: 'interested', actorId: anna.id, enteredTime: customer.createTime },
      {
        fromStatus: 'interested',
        toStatus: 'negotiating',
        actorId: boss.id,
        enteredTime: stageChanges[0]?.time,
      },
    ]);
    await expect(history(boris, customer.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('writes nothing down where a change was refused or changed something else', async () => {
    const customer = await create(anna, 'Stayed', 'cooperating');
    await expect(move(anna, customer, 'prospect')).rejects.toMatchObject({ code: 'invalid' });
    await service.call(anna, `${customers}/UpdateCustomer`, {
      id: customer.id,
      customer: { note: 'Still.' },
      updateMask: ['note'],
    });
    expect((await history(anna, customer.id)).stageChanges).toEqual([]);
  });

  it('counts by stage what a list shows by the filter given, for one and for a team', async () => {
    const person = await service.person({ name: 'Counted', managerId: boss.id });
    await create(person, 'One');
    await create(person, 'Two');
    await move(person, await create(person, 'Three'), 'lost');
    const { counts } = await service.call<CountStagesResponse>(boss, `${stages}/CountStages`, {
      personId: person.id,
    });
    expect(counts).toMatchObject([
      { status: 'lost', count: 1 },
      { status: 'prospect', count: 2 },
    ]);
    const { customers: listed } = await service.call<ListCustomersResponse>(
      boss,
      `${customers}/ListCustomers`,
      {
        filter: counts[1]?.drillDownFilter,
      },
    );
    expect(listed.map(({ name }) => name).sort()).toEqual(['One', 'Two']);
    const team = await service.call<CountStagesResponse>(boss, `${stages}/CountStages`, { scope: 'team' });
    expect(team.counts.find(({ status }) => status === 'lost')?.count).toBe(1);
    const refused = service.call(boris, `${stages}/CountStages`, { personId: person.id });
    await expect(refused).rejects.toMatchObject({ reason: 'scope-out-of-reach' });
    await expect(service.call(boss, `${stages}/CountStages`, { scope: 'company' })).rejects.toMatchObject({
      reason: 'scope-out-of-reach',
    });
  });

  it('tells how many entered and left each stage within a period', async () => {
    const person = await service.person({ name: 'Moving', managerId: boss.id });
    const first = await create(person, 'First');
    await create(person, 'Second');
    await move(person, first, 'interested');
    await move(person, first, 'lost');
    const ask = (request: object) =>
      service.call<GetStageMovementResponse>(boss, `${stages}/GetStageMovement`, {
        personId: person.id,
        ...request,
      });
    const { movements } = await ask({ startTime: start });
    expect(movements).toMatchObject([
      { status: 'interested', entered: 1, left: 1, net: 0 },
      { status: 'lost', entered: 1, left: 0, net: 1 },
      { status: 'prospect', entered: 2, left: 1, net: 1 },
    ]);
    expect(movements[0]?.medianDays).toBeGreaterThanOrEqual(0);
    expect(movements[1]).not.toHaveProperty('medianDays');
    const before = { startTime: '2020-01-01T00:00:00Z', endTime: '2020-02-01T00:00:00Z' };
    expect((await ask(before)).movements).toEqual([]);
    await expect(ask({ startTime: '2020-01-01T00:00:00Z' })).rejects.toMatchObject({
      fields: [{ reason: 'period-too-long' }],
    });
  });
});

describe('metrics', () => {
  it('gives the same number for the same scope, whoever asks', async () => {
    const prospects = await metric('prospect');
    const own = await value(anna, prospects);
    expect(await value(boss, prospects, { personId: anna.id })).toMatchObject({ value: own.value });
    expect(await value(admin, prospects, { personId: anna.id })).toMatchObject({ value: own.value });
    const team = await value(boss, prospects, { scope: 'team' });
    expect(await value(admin, prospects, { scope: 'team', personId: boss.id })).toMatchObject({
      value: team.value,
    });
    expect((await value(admin, prospects, { scope: 'company' })).value).toBe(team.value);
    await expect(value(anna, prospects, { personId: boris.id })).rejects.toMatchObject({
      reason: 'scope-out-of-reach',
    });
    await expect(value(anna, prospects, { scope: 'team', personId: boss.id })).rejects.toMatchObject({
      reason: 'scope-out-of-reach',
    });
  });

  it('tells the past by the end of the day before, from the stages of then', async () => {
    const person = await service.person({ name: 'Past', managerId: boss.id });
    const [one] = [await create(person, 'Old one'), await create(person, 'Old two')];
    const yesterday = new Date(Date.now() - 86_400_000).toISOString();
    const then = new Date().toISOString();
    await until('their fold', async () => (await flowsOf(person)).length > 0);
    // As if they had come yesterday.
    await service.rows('UPDATE customer_flow SET day = day - 1 WHERE guardian_id = $1', [person.id]);
    await move(person, one, 'cooperating');
    await create(person, 'New one');
    const prospects = await metric('prospect');
    expect((await value(person, prospects)).value).toBe(2);
    expect((await value(person, prospects, { asOf: then })).value).toBe(2);
    expect((await value(person, prospects, { asOf: yesterday })).value).toBe(0);
    expect((await value(person, await metric('active-customer'), { asOf: then })).value).toBe(0);
    expect((await value(person, await metric('active-customer'))).value).toBe(1);
  });

  it('are added and changed by who may, and only with filters that the list of customers takes', async () => {
    const definition = {
      code: 'key-account',
      nameZhCn: '大客户',
      nameRu: 'Ключевые клиенты',
      nameEn: 'Key accounts',
      filter: '{"field":"segment","op":"eq","value":"Key"}',
    };
    const add = (person: TestPerson, change: object = {}) =>
      service.call<Metric>(person, `${metrics}/CreateMetric`, { metric: { ...definition, ...change } });
    await expect(add(anna)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(add(admin, { filter: '{"field":"salary","op":"eq","value":"1"}' })).rejects.toMatchObject({
      code: 'invalid',
    });
    const created = await add(admin);
    await expect(add(admin)).rejects.toMatchObject({ reason: 'metric-code-taken' });
    await service.call(anna, `${customers}/CreateCustomer`, {
      customer: { kind: 'company', name: 'Key', segment: 'Key' },
    });
    expect((await value(anna, created)).value).toBe(1);
    await expect(value(anna, created, { asOf: start })).rejects.toMatchObject({
      fields: [{ reason: 'metric-without-past' }],
    });
    const change = {
      id: created.id,
      metric: { filter: '{"field":"segment","op":"eq","value":"Other"}' },
      updateMask: ['filter'],
    };
    const changed = await service.call<Metric>(admin, `${metrics}/UpdateMetric`, change);
    expect(Date.parse(changed.startTime as string)).toBeGreaterThan(Date.parse(created.startTime as string));
    expect((await value(anna, created)).value).toBe(0);
  });
});
