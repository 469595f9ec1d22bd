import type { Customer, Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { VisitPlan } from '@kontor/contracts/gen/kontor/customer/v1/visit_plan';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { customerService } from '../src/definition.js';

let service: TestService;
let boss: TestPerson;
let anna: TestPerson;
let boris: TestPerson;

beforeAll(async () => {
  service = await testService('customer', customerService);
  boss = await service.person({ roles: ['manager'] });
  anna = await service.person({ managerId: boss.id });
  boris = await service.person({});
}, 60_000);

afterAll(() => service.dispose());

const ask = <T>(person: TestPerson, path: string, request: object = {}) =>
  service.call<T>(person, `/kontor.customer.v1.${path}`, request);
const create = (segment: string, person = anna) =>
  ask<Customer>(person, 'CustomerService/CreateCustomer', {
    customer: { kind: 'company', name: `Customer ${Math.random()}`, segment },
  });
const plan = (visitPlan: Partial<VisitPlan>) =>
  ask<VisitPlan>(boss, 'VisitPlanService/CreateVisitPlan', { visitPlan: { name: 'Plan', ...visitPlan } });
const change = ({ id }: VisitPlan, visitPlan: Partial<VisitPlan>, person = boss) =>
  ask<VisitPlan>(person, 'VisitPlanService/UpdateVisitPlan', {
    id,
    visitPlan,
    updateMask: Object.keys(visitPlan),
  });
/** Visits of a plan by customer, of which `done` took place. */
const visits = async ({ id }: VisitPlan, customerId: string) =>
  (
    await service.rows<{ planned: number; done: number }>(
      `SELECT count(*)::int AS planned, count(done_time)::int AS done FROM planned_visit
       WHERE plan_id = $1 AND customer_id = $2`,
      [id, customerId],
    )
  )[0];
const planned = (of: VisitPlan, customerId: string, count: number) =>
  until(`${count} visits`, async () => (await visits(of, customerId))?.planned === count);

let segments = 0;
const freshSegment = () => `class ${segments++}`;

describe('a plan that is changed', () => {
  it('plans as many visits as it now asks for, at once, and keeps those that took place', async () => {
    const segment = freshSegment();
    const { id } = await create(segment);
    const of = await plan({ segment, visits: 2 });
    await planned(of, id, 2);
    await ask(anna, 'CustomerService/CreateInteraction', {
      customerId: id,
      interaction: { manner: 'visit', content: 'There.' },
    });
    await change(of, { visits: 3 });
    await planned(of, id, 3);
    expect(await visits(of, id)).toEqual({ planned: 3, done: 1 });
    await change(of, { visits: 1 });
    await planned(of, id, 1);
    expect(await visits(of, id)).toEqual({ planned: 1, done: 1 });
    await expect(change(of, { visits: 5 }, boris)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('moves what is due to the ends of its new period', async () => {
    const segment = freshSegment();
    const { id } = await create(segment);
    const of = await plan({ segment, months: 12 });
    await planned(of, id, 1);
    await change(of, { months: 1 });
    await until('the visit to be due this month', async () => {
      const due = await service.rows<{ soon: boolean }>(
        `SELECT due_date < now() + interval '32 days' AS soon FROM planned_visit WHERE plan_id = $1`,
        [of.id],
      );
      return due.length === 1 && due[0]?.soon === true;
    });
  });

  it('forgets open visits of customers that left its class, and all once it is retired', async () => {
    const segment = freshSegment();
    const [left, stays] = [await create(segment), await create(segment)];
    const of = await plan({ segment });
    await planned(of, left.id, 1);
    await planned(of, stays.id, 1);
    await ask(anna, 'CustomerService/UpdateCustomer', {
      id: left.id,
      customer: { segment: 'another' },
      updateMask: ['segment'],
    });
    await change(of, { name: 'Gone through anew' });
    await planned(of, left.id, 0);
    expect(await visits(of, stays.id)).toEqual({ planned: 1, done: 0 });
    await change(of, { retired: true });
    await planned(of, stays.id, 0);
    await change(of, { retired: false });
    await planned(of, stays.id, 1);
  });
});

it('a remark fulfils no visit, nor does a talk that turns out to have been at another time', async () => {
  const segment = freshSegment();
  const { id } = await create(segment);
  const of = await plan({ segment });
  await planned(of, id, 1);
  const log = (interaction: object) =>
    ask<Interaction>(anna, 'CustomerService/CreateInteraction', { customerId: id, interaction });
  const amend = (talk: Interaction, interaction: Partial<Interaction>) =>
    ask<Interaction>(anna, 'CustomerService/UpdateInteraction', {
      customerId: id,
      id: talk.id,
      interaction,
      updateMask: Object.keys(interaction),
    });
  await log({ manner: 'other', content: 'Moved house.' });
  await log({ manner: 'email', direction: 'inbound', content: 'Asks for a price.' });
  expect(await visits(of, id)).toEqual({ planned: 1, done: 0 });
  const talk = await log({ manner: 'visit', content: 'There.' });
  expect(await visits(of, id)).toEqual({ planned: 1, done: 1 });
  const moved = await amend(talk, { talkTime: new Date(Date.now() - 40 * 24 * 3_600_000).toISOString() });
  expect(await visits(of, id)).toEqual({ planned: 1, done: 0 });
  await amend(moved, { talkTime: talk.talkTime });
  expect(await visits(of, id)).toEqual({ planned: 1, done: 1 });
  await amend(talk, { manner: 'other' });
  expect(await visits(of, id)).toEqual({ planned: 1, done: 0 });
});

it('a plan that cannot be gone through does not keep the others waiting', async () => {
  const broken = await plan({ segment: 'nobody', customerFilter: '' });
  await service.rows(
    `UPDATE visit_plan SET customer_filter = '{"field":"gone","op":"eq","value":1}' WHERE id = $1`,
    [broken.id],
  );
  await service.rows(`UPDATE visit_plan_run SET done = false, day = day - 1 WHERE plan_id = $1`, [broken.id]);
  const segment = freshSegment();
  const { id } = await create(segment);
  const of = await plan({ segment });
  await planned(of, id, 1);
  const [known] = await service.rows<{ putOff: boolean }>(
    `SELECT retry_time > now() AS "putOff" FROM visit_plan WHERE id = $1`,
    [broken.id],
  );
  expect(known).toEqual({ putOff: true });
});
