import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { customerService } from '../src/definition.js';
import { CustomerFilters } from '../src/customer/customer-filters.js';
import { reclaimStep } from '../src/strategy/reclaim.js';
import { Round } from '../src/strategy/round.js';
import { StrategyBook } from '../src/strategy/strategy-book.js';
import { StrategyJob } from '../src/strategy/strategy.job.js';
import { warnStep } from '../src/strategy/warn.js';

import { Transaction as Tx } from '@kontor/database/transaction';
const seen = new Set<string>();
const old = Tx.prototype.query;
Tx.prototype.query = async function (this: Tx, text: string, params: unknown[] = []) {
  const label = text.includes('unnest(') && text.includes('customer') ? text.slice(0, 40) + (text.includes('LEFT JOIN') ? 'count' : '') : undefined;
  if (process.env.EXPLAIN && label && !seen.has(label) && text.includes(' AS g (')) {
    seen.add(label);
    const plan = await old.call(this, 'EXPLAIN (ANALYZE, BUFFERS) ' + text, params) as { 'QUERY PLAN': string }[];
    process.stderr.write(plan.map((r) => r['QUERY PLAN'].slice(0, 400)).join('\n') + '\n\n');
  }
  const t = performance.now();
  const out = await old.call(this, text, params);
  const ms = performance.now() - t;
  if (ms > 150) process.stderr.write('  slow ' + Math.round(ms) + ' ' + text.replace(/\s+/g, ' ').slice(0, 70) + '\n');
  return out as never;
};
let service: TestService;
beforeAll(async () => { service = await testService('customer', customerService); }, 120_000);
afterAll(() => service.dispose());

it('bench', async () => {
  const N = 100_000, O = 1000;
  const admin = await service.person({ roles: ['administrator'] });
  const boss = await service.person({ roles: ['manager'], managerId: admin.id });
  const asService = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
    service.running.unitOfWork.write(serviceCall('customer', 'test'), work);
  const rows = <R extends object>(text: string, params: unknown[] = []): Promise<R[]> => asService((tx) => tx.query<R>(text, params));
  const log = (...a: unknown[]) => process.stderr.write(a.join(' ') + '\n');
  await rows(`INSERT INTO person_copy (id, email, name, manager_id, roles, status, language, time_zone, person_version)
    SELECT gen_random_uuid(), 'p' || i || '@x', 'P' || i, $1, '["salesperson"]', 'active', 'en', 'UTC', 1 FROM generate_series(1, ${O}) i`, [boss.id]);
  await rows(`INSERT INTO reporting_line SELECT $1, id FROM person_copy WHERE manager_id = $1 ON CONFLICT DO NOTHING`, [boss.id]);
  await rows('UPDATE organisation_version SET version = version + 1');
  await service.running.organisation.refresh();
  await rows(`INSERT INTO calendar_copy VALUES ($1, $2, true, 1)`, ['01900000-0000-7000-8000-000000000001', JSON.stringify({ timeZone: 'Asia/Shanghai', weekdays: ['monday','tuesday','wednesday','thursday','friday'].map((weekday) => ({ weekday, hours: ['09:00-18:00'] })), exceptions: [] })]);
  const call = <T>(person: TestPerson, path: string, request: object) => service.call<T>(person, `/kontor.customer.v1.${path}`, request);
  const one = await call<{ id: string }>(admin, 'CustomerService/CreateCustomer', { customer: { kind: 'company', name: 'Template' } });
  const t0 = Date.now();
  const cols = (await service.ownerQuery<{ c: string }>(`SELECT column_name AS c FROM information_schema.columns WHERE table_name = 'customer' AND is_generated = 'NEVER' ORDER BY ordinal_position`)).map(({ c }) => c);
  const over: Record<string, string> = { id: 'gen_random_uuid()', number: `'B' || i`, name: `'Company ' || md5(i::text)`, owner_id: 'p.ids[1 + i % ' + O + ']', create_time: `now() - interval '400 days'`, assign_time: `now() - make_interval(days => i % 40, secs => i % 80000)`, last_contact_time: `CASE WHEN i % 3 = 0 THEN now() - make_interval(days => i % 37, secs => i % 70000) END`, note: `repeat(md5(i::text), 20)`, next_contact_time: `CASE WHEN i % 5 = 0 THEN now() + make_interval(days => i % 30 - 15) END`, product_line: `'line ' || (i / ${O}) % 25`, external_id: `''`, status: `(ARRAY['prospect','interested','negotiating'])[1 + i % 3]` };
  await service.ownerQuery('ALTER TABLE customer DISABLE TRIGGER USER');
  for (let part = 0; part < N; part += 5_000) await asService(async (tx) => tx.query(`INSERT INTO customer (${cols.join(', ')}) SELECT ${cols.map((c) => over[c] ?? 't.' + c).join(', ')} FROM generate_series(${part} + 1, ${part} + 5000) i CROSS JOIN (SELECT * FROM customer WHERE id = $1) t CROSS JOIN (SELECT array_agg(id) AS ids FROM person_copy WHERE manager_id = $2) p`, [one.id, boss.id]));
  await service.ownerQuery('ALTER TABLE customer ENABLE TRIGGER USER');
  await rows(`INSERT INTO holding_kept AS holding (person_id, held) SELECT owner_id, count(*) FROM customer WHERE owner_id IS NOT NULL GROUP BY 1 ON CONFLICT (person_id) DO UPDATE SET held = excluded.held`);
  await service.ownerQuery('VACUUM ANALYZE customer');
  await service.ownerQuery('ANALYZE');
  log('seeded', Date.now() - t0);
  const filters = new CustomerFilters(service.running.customFields);
  const book = new StrategyBook(service.running.unitOfWork, { warn: () => undefined }, filters);
  // Keep the service's own job out of the way.
  await service.running.app.get(StrategyJob).onModuleDestroy();
  const set = (values: object, more: object = {}) => call(admin, 'StrategyService/CreateStrategySetting', { setting: { scope: 'company', scopeId: '', values, ...more } });
  await set({ idleReclaim: true, idleReclaimDays: 26, workingDays: true, noDealReclaim: true, noDealReclaimDays: 27 });
  const scenario = async (name: string) => {
    await book.refresh();
    for (const what of ['ListFollowUps', 'ListFollowUps!', 'CountFollowUps', 'CountFollowUps!', 'CountFollowUps', 'GetWorklist', 'DryRunStrategies']) {
      const t = Date.now();
      let out = '';
      try {
        const path = what.replace('!', '');
        const answer = await call<object>(what.endsWith('!') && path === 'CountFollowUps' ? boss : admin, `StrategyService/${path}`, what === 'ListFollowUps!' ? { states: ['at_risk'] } : {});
        out = JSON.stringify(answer).slice(-60);
      } catch (error) { out = String(error); }
      log(name, what, Date.now() - t, out);
    }
  };
  await scenario('plain');
  const time = async (name: string, step: () => Promise<boolean>) => {
    let t = Date.now(), n = 0;
    while (await step()) { n++; }
    log(name, 'steps', n, 'ms', Date.now() - t);
  };
  const round = async (name: string) => {
    const r = new Round(), o = r, s = r;
    await time(name + ' reclaim', () => reclaimStep(service.running.unitOfWork, book, r));
    await time(name + ' warn', () => warnStep(service.running.unitOfWork, book, 'owner', o));
    await time(name + ' superior', () => warnStep(service.running.unitOfWork, book, 'superior', s));
  };
  await round('first');
  await round('second');
  log(JSON.stringify(await rows(`SELECT count(*) FROM reclaim_warning`)));
  await rows(`UPDATE reclaim_warning SET time = time - interval '10 days' WHERE hashtext(customer_id::text) % 2 = 0`);
  await round('taking');
  log(JSON.stringify(await rows(`SELECT count(*) FROM customer WHERE owner_id IS NULL`)));
  if (!process.env.LINES) return;
  for (let i = 0; i < 20; i++) await set({ idleReclaimDays: 25 + i }, { scope: 'product_line', scopeId: `line ${i}` });
  await scenario('lines');
  await round('lines');
  await round('lines again');
}, 600_000);
