import type {
  GetVisitCoverageResponse,
  ListPlannedVisitsResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/visit_plan_service';
import type { VisitPlan } from '@kontor/contracts/gen/kontor/customer/v1/visit_plan';
import { type TestPerson } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { admin, anna, ask, boris, boss, create, get, log, talks } from './scene.js';

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
