import { v7 as uuidv7 } from 'uuid';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { GetWorklistResponse } from '@kontor/contracts/gen/kontor/customer/v1/strategy_service';
import type {
  ListNextContactsRequest,
  ListNextContactsResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/visit_plan_service';
import { copySubstitution } from '@kontor/people/substitution-copy';
import type { TestPerson, TestService } from '@kontor/testing/service';
import { strategyStage, type StrategyStage } from './strategy-stage.js';

const base = '/kontor.customer.v1';
const hour = 3_600_000;
let stage: StrategyStage;
let service: TestService;
let absent: TestPerson;
let substitute: TestPerson;

beforeAll(async () => {
  stage = await strategyStage();
  ({ service } = stage);
  absent = await stage.rep();
  substitute = await stage.rep({ managerId: stage.otherBoss.id });
  await service.know((tx) =>
    copySubstitution(tx, {
      ...{ id: uuidv7(), personId: absent.id, substituteId: substitute.id },
      startTime: new Date(Date.now() - hour).toISOString(),
      endTime: new Date(Date.now() + hour).toISOString(),
      ...{ objects: [], cancelled: false, etag: '1' },
    }),
  );
}, 60_000);

afterAll(() => service.dispose());

/** A call of the substitute, as himself or in the place of who is absent. */
const ask = <T>(path: string, request: object, onBehalfOf?: string) =>
  service.call<T>(substitute, `${base}.${path}`, request, onBehalfOf ? { onBehalfOf } : {});
const planned = async (person: TestPerson, nextContactTime = '2026-01-05T09:00') => {
  const { id } = await stage.create(person);
  await service.call(person, `${base}.CustomerService/CreateInteraction`, {
    customerId: id,
    interaction: { manner: 'visit', content: 'Talked.', nextContactTime },
  });
  return id;
};

describe('in the place of who is absent', () => {
  it('the day’s work and the next contacts are those of the absent person, else the own', async () => {
    const theirs = await planned(absent);
    const own = await planned(substitute);
    const next = async (onBehalfOf?: string) =>
      (
        await ask<ListNextContactsResponse>('VisitPlanService/ListNextContacts', {}, onBehalfOf)
      ).nextContacts.map(({ customer }) => customer?.id);
    const work = async (onBehalfOf?: string) =>
      (await ask<GetWorklistResponse>('StrategyService/GetWorklist', {}, onBehalfOf)).items.map(
        ({ customer }) => customer?.id,
      );
    expect(await next(absent.id)).toEqual([theirs]);
    expect(await work(absent.id)).toEqual([theirs]);
    expect(await next()).toEqual([own]);
    expect(await work()).toEqual([own]);
  });

  it('a claim is for the absent person, and the history says who made it', async () => {
    const { rows } = stage;
    await stage.set(absent, { claimEnabled: true });
    const { id: poolId } = await stage.pool();
    const { id } = await stage.create(stage.anna);
    await service.call(stage.anna, `${base}.PoolService/ReleaseCustomer`, { id, poolId, reason: 'No time.' });
    await expect(ask('PoolService/ClaimCustomer', { id })).rejects.toMatchObject({ reason: 'not-claimable' });
    const claimed = await ask<Customer>('PoolService/ClaimCustomer', { id }, absent.id);
    expect(claimed).toMatchObject({ id, ownerId: absent.id });
    const [told] = await rows<{ to: string; by: string }>(
      `SELECT to_id AS to, actor_id AS by FROM ownership_change WHERE customer_id = $1 AND cause = 'claim'`,
      [id],
    );
    expect(told).toEqual({ to: absent.id, by: substitute.id });
  });
});

describe('the list of next contacts', () => {
  it('is turned page by page however the clock moves on, by who asked for it in the same way', async () => {
    const reader = await stage.rep();
    const list = (request: Partial<ListNextContactsRequest>) =>
      service.call<ListNextContactsResponse>(reader, `${base}.VisitPlanService/ListNextContacts`, {
        ...{ due: 'overdue', pageSize: 1 },
        ...request,
      });
    const ids = [];
    for (const day of ['05', '06', '07']) ids.push(await planned(reader, `2026-01-${day}T09:00`));
    const seen = [];
    let pageToken: string | undefined;
    do {
      const page: ListNextContactsResponse = await list({ pageToken });
      seen.push(...page.nextContacts.map(({ customer }) => customer?.id));
      pageToken = page.nextPageToken;
      if (pageToken)
        await expect(list({ pageToken, due: 'week' })).rejects.toMatchObject({ code: 'invalid' });
    } while (pageToken);
    expect(seen).toEqual(ids);
  });
});
