import type { ListNextContactsResponse } from '@kontor/contracts/gen/kontor/customer/v1/visit_plan_service';
import { type TestPerson } from '@kontor/testing/service';
import { anna, ask, boris, boss, create, log } from './scene.js';

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
