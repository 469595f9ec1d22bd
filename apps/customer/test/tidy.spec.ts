import { v7 as uuidv7 } from 'uuid';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { customerService } from '../src/definition.js';
import { forgetSearches } from '../src/search/forget-searches.js';
import { forgetWarnings } from '../src/strategy/forget-warnings.js';

let service: TestService;
let anna: TestPerson;

beforeAll(async () => {
  service = await testService('customer', customerService);
  anna = await service.person({ name: 'Anna' });
}, 60_000);

afterAll(() => service.dispose());

const create = () =>
  service.call<Customer>(anna, '/kontor.customer.v1.CustomerService/CreateCustomer', {
    customer: { kind: 'company', name: `Tidy ${uuidv7()}` },
  });

it('forgets how often people searched on days that are over, and not on this one', async () => {
  await service.rows(
    `INSERT INTO public_search_use SELECT $1, current_date - back, 3 FROM unnest(ARRAY[0, 1, 3, 40]) back`,
    [anna.id],
  );
  await forgetSearches(service.running.unitOfWork);
  const left = await service.rows<{ back: number }>(
    'SELECT current_date - day AS back FROM public_search_use ORDER BY 1',
  );
  expect(left.map(({ back }) => back)).toEqual([0, 1]);
});

it('forgets old warnings of clocks that run no more, and keeps those of the run that is on', async () => {
  const [running, talkedTo, moved, fresh] = [await create(), await create(), await create(), await create()];
  const ids = [running, talkedTo, moved, fresh].map(({ id }) => id);
  for (const cause of ['idle', 'no_deal'])
    await service.rows(
      `INSERT INTO reclaim_warning (customer_id, owner_id, cause, clock_start, stage, time)
       SELECT c.id, c.owner_id, $2, coalesce(c.assign_time, c.create_time), 'owner', now() - interval '40 days'
       FROM customer c WHERE c.id = ANY ($1::uuid[])`,
      [ids, cause],
    );
  await service.rows(
    `UPDATE customer SET last_contact_time = now() + interval '1 hour' WHERE id = ANY ($1::uuid[])`,
    [[talkedTo.id, fresh.id]],
  );
  await service.rows('UPDATE customer SET owner_id = $2 WHERE id = $1', [moved.id, uuidv7()]);
  await service.rows('UPDATE reclaim_warning SET time = now() WHERE customer_id = $1', [fresh.id]);
  expect(await forgetWarnings(service.running.unitOfWork)).toBe(false);
  const left = await service.rows<{ id: string; cause: string }>(
    'SELECT customer_id AS id, cause FROM reclaim_warning ORDER BY customer_id, cause',
  );
  expect(left).toEqual([
    { id: running.id, cause: 'idle' },
    { id: running.id, cause: 'no_deal' },
    // Talked to: the idle clock began anew, the other one did not.
    { id: talkedTo.id, cause: 'no_deal' },
    { id: fresh.id, cause: 'idle' },
    { id: fresh.id, cause: 'no_deal' },
  ]);
});

it('keeps the warnings of who has been lost for long: the clock of their release still runs', async () => {
  const lost = await create();
  await service.rows(
    `UPDATE customer SET status = 'lost', lost_time = now() - interval '70 days', assign_time = now() - interval '1 year'
     WHERE id = $1`,
    [lost.id],
  );
  for (const start of ['lost_time', 'assign_time'])
    await service.rows(
      `INSERT INTO reclaim_warning (customer_id, owner_id, cause, clock_start, stage, time)
       SELECT c.id, c.owner_id, 'lost', c.${start}, 'owner', now() - interval '40 days' FROM customer c WHERE c.id = $1`,
      [lost.id],
    );
  await forgetWarnings(service.running.unitOfWork);
  const left = await service.rows<{ runs: boolean }>(
    `SELECT w.clock_start = c.lost_time AS runs FROM reclaim_warning w JOIN customer c ON c.id = w.customer_id
     WHERE c.id = $1`,
    [lost.id],
  );
  expect(left).toEqual([{ runs: true }]);
});
