import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { serviceCall } from '@kontor/access/call';
import type { AuditRecorded } from '@kontor/contracts/gen/kontor/audit/v1/audit_events';
import { until } from '@kontor/testing/until';
import { AuditShipper, batchRows } from '../src/audit-shipper.js';
import { stage, type Stage } from './stage.js';

let set: Stage;
let shipper: AuditShipper;
const quiet = () => undefined;
beforeAll(async () => {
  set = await stage();
  shipper = new AuditShipper({ service: 'desk', unitOfWork: set.unitOfWork, onTrouble: quiet });
});
afterAll(() => set?.dispose());

const audit = (count = 1, changes?: object) =>
  set.unitOfWork.write(serviceCall('desk', 'test'), async (tx) => {
    for (let i = 0; i < count; i++)
      tx.audit({ action: 'look', object: 'desk', objectId: randomUUID(), changes });
  });
const batches = async () => {
  const { rows } = await set.admin.query<{ payload: string }>(
    `SELECT payload FROM outbox WHERE type = 'kontor.audit.v1.AuditRecorded' ORDER BY position`,
  );
  return rows.map(({ payload }) => JSON.parse(payload) as AuditRecorded);
};
const shipped = async () => (await batches()).flatMap(({ entries }) => entries.map(({ id }) => id));
const written = async () => {
  const { rows } = await set.admin.query<{ id: string }>('SELECT id FROM audit ORDER BY tx, id');
  return rows.map(({ id }) => id);
};
/** Transactions of other databases of the server, those of tests beside this one, may hold rows up for a while. */
const shipAll = () =>
  until('all rows to be shipped', async () => {
    while (await shipper.ship());
    return (await shipped()).length >= (await written()).length;
  });

it('sends each audit row once, as it stands, in the order of the transactions', async () => {
  await audit(3, { rank: [1, 2] });
  await shipAll();
  await shipAll();
  expect(await shipped()).toEqual(await written());
  const [batch] = await batches();
  expect(batch).toMatchObject({
    service: 'desk',
    entries: [
      { personId: '', action: 'look', object: 'desk', outcome: 'done', changes: '{"rank":[1,2]}' },
      {},
      {},
    ],
  });
  expect(batch?.entries[0]?.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:]+\.\d{3}Z$/);
});

it('waits for a transaction that commits late, and passes over nothing', async () => {
  const late = new pg.Client(set.database.url);
  await late.connect();
  const lateId = randomUUID();
  await late.query('BEGIN');
  await late.query(
    `INSERT INTO audit (id, person_id, action, object, object_id, outcome, request_id)
     VALUES ($1, '', 'late', 'desk', '', 'done', '')`,
    [lateId],
  );
  await audit();
  while (await shipper.ship());
  expect(await shipped()).not.toContain(lateId);
  await late.query('COMMIT');
  await late.end();
  await shipAll();
  expect(await shipped()).toEqual(await written());
  expect(await shipped()).toContain(lateId);
});

it('sends batches that are neither too many rows nor too large, numbered one by one', async () => {
  await audit(batchRows + 5);
  await audit(5, { text: 'x'.repeat(150_000) });
  await shipAll();
  expect(await shipped()).toEqual(await written());
  const sizes = (await batches()).map(({ entries }) => entries.length);
  expect(Math.max(...sizes)).toBe(batchRows);
  const { rows } = await set.admin.query<{ version: number; size: number }>(
    `SELECT version, length(payload) AS size FROM outbox WHERE type = 'kontor.audit.v1.AuditRecorded' ORDER BY position`,
  );
  expect(rows.map(({ version }) => version)).toEqual(rows.map((_, i) => i + 1));
  expect(Math.max(...rows.map(({ size }) => size))).toBeLessThan(500_000);
});

it('sends each row once when several replicas ship at once', async () => {
  const other = new AuditShipper({ service: 'desk', unitOfWork: await set.replica(), onTrouble: quiet });
  for (let round = 0; round < 10; round++) {
    await audit(50);
    await Promise.all([shipper.ship(), other.ship(), shipper.ship(), other.ship()]);
  }
  await shipAll();
  expect(await shipped()).toEqual(await written());
});

it('leaves the cursor where it was when the batch is not committed', async () => {
  await audit();
  const before = await shipped();
  await set.admin.query('ALTER TABLE outbox ADD CONSTRAINT nothing_goes CHECK (false) NOT VALID');
  // Transactions of other databases on the server may hold the row back for a moment.
  const failed = () =>
    shipper.ship().then(
      () => undefined,
      (error: unknown) => error,
    );
  expect(await until('the batch to be tried', failed)).toBeInstanceOf(Error);
  await set.admin.query('ALTER TABLE outbox DROP CONSTRAINT nothing_goes');
  expect(await shipped()).toEqual(before);
  await shipAll();
  expect(await shipped()).toEqual(await written());
});
