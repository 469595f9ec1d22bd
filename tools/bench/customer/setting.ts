import { setTimeout as sleep } from 'node:timers/promises';
import type { Kontor } from '../kontor.ts';
import { as } from '../../servers/databases.ts';
import type { Company } from './people.ts';

/** How long the service may take to go through all customers. */
const limitMs = 300_000;

/** What administrators set up before anybody asks; by the API, for the service writes these rows itself. */
export async function setUp(kontor: Kontor, { administrator }: Company): Promise<void> {
  // Clocks run, and nothing is due by them yet.
  await strategy(kontor, { idleReclaim: true, idleReclaimDays: 3650, warnDaysBefore: 0 });
  const { etag } = await administrator.call<{ etag: string }>('GET', '/v1/publicSearchSetting');
  const setting = {
    scope: 'customers',
    fields: ['owner', 'phone', 'email'],
    dailyLimit: 10_000,
    duplicateLimit: 10_000,
    hitLimit: 20,
  };
  await administrator.call('PATCH', '/v1/publicSearchSetting', setting, {
    ...(await administrator.authorization()),
    'if-match': `"${etag}"`,
  });
  const visitPlan = { name: 'A monthly', segment: 'A', visits: 2 };
  await administrator.call('POST', '/v1/visitPlans', visitPlan);
}

/** Sets strategies of the whole company, from now on. */
export async function strategy(
  { people: { administrator } }: Pick<Kontor, 'people'>,
  values: Record<string, unknown>,
): Promise<void> {
  await administrator.call('POST', '/v1/strategySettings', {
    scope: 'company',
    values,
    reason: 'Benchmark.',
  });
}

/**
 * Makes a segment of a twentieth of all customers by a rule, shared with those who ask, and waits until the service has
 * gone through everybody, and has planned the visits of all customers of the class. Resolves to its id and to how many
 * seconds the segment took.
 */
export async function makeSegment(
  kontor: Kontor,
  { administrator, salespersonId, managerId }: Company,
): Promise<{
  id: string;
  seconds: number;
}> {
  const rule = JSON.stringify({
    and: [
      { field: 'segment', op: 'eq', value: 'A' },
      { field: 'status', op: 'ne', value: 'lost' },
    ],
  });
  const begun = performance.now();
  const { id } = await administrator.call<{ id: string }>('POST', '/v1/segments', {
    name: `Class A ${begun}`,
    kind: 'dynamic',
    rule,
  });
  for (const granteeId of [salespersonId, managerId]) {
    await administrator.call('POST', `/v1/segments/${id}/shares`, {
      granteeKind: 'person',
      granteeId,
      level: 'read',
    });
  }
  await until(kontor, `SELECT 1 FROM segment_evaluation WHERE state <> 'ready' LIMIT 1`);
  const seconds = (performance.now() - begun) / 1000;
  // Each day plans are gone through again: customers that were filled in since count from the next time.
  await as(kontor.adminUrl('customer'), (client) =>
    client.query('UPDATE visit_plan_run SET day = day - 1, done = false'),
  );
  await until(
    kontor,
    'SELECT 1 FROM (SELECT bool_and(done) AS done FROM visit_plan_run) all_of_them WHERE done IS NOT TRUE',
  );
  return { id, seconds };
}

async function until(kontor: Kontor, busy: string): Promise<void> {
  await as(kontor.adminUrl('customer'), async (client) => {
    for (const end = Date.now() + limitMs; ; await sleep(200)) {
      if ((await client.query(busy)).rowCount === 0) return;
      if (Date.now() > end) throw new Error(`Kontor is still at it after ${limitMs / 1000} s: ${busy}`);
    }
  });
}
