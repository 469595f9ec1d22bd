import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { serviceCall } from '@kontor/access/call';
import type { RecordedEntry } from '@kontor/contracts/gen/kontor/audit/v1/audit_events';
import type { ListAuditEntriesResponse } from '@kontor/contracts/gen/kontor/identity/v1/audit_service';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { verify } from '../../../../tools/audit/verify.ts';
import { AuditConsumer } from '../../src/audit/audit.consumer.js';
import { identity } from '../../src/identity.js';

export const audit = '/kontor.identity.v1.AuditService';
export const people = '/kontor.identity.v1.PersonService';

export let test: TestService;
export let folder: string;
export let administrator: TestPerson;
export let manager: TestPerson;
export let other: TestPerson;
export let anna: TestPerson;
beforeAll(async () => {
  process.env.IDENTITY_ARGON2_MEMORY_KIB = '64';
  folder = await mkdtemp(join(tmpdir(), 'kontor-digests-'));
  process.env.AUDIT_DIGEST_FOLDER = folder;
  test = await testService('identity', identity);
  administrator = await test.person({ roles: ['administrator'] });
  manager = await test.person({ roles: ['manager'] });
  other = await test.person({ roles: ['manager'] });
  anna = await test.person({ managerId: manager.id });
}, 60_000);
afterAll(async () => {
  delete process.env.AUDIT_DIGEST_FOLDER;
  await test?.dispose();
  await rm(folder, { recursive: true, force: true });
});

export const entry = (more: Partial<RecordedEntry> = {}): RecordedEntry => ({
  id: randomUUID(),
  time: new Date().toISOString(),
  personId: anna.id,
  action: 'update',
  object: 'customer',
  objectId: randomUUID(),
  outcome: 'done',
  requestId: 'r',
  ...more,
});
/** As an event of a service, handled in a transaction of its own. */
export const record = (...entries: RecordedEntry[]) =>
  test.running.unitOfWork.write(serviceCall('identity', 'test'), (tx) =>
    test.running.app
      .get(AuditConsumer)
      .recorded({ service: 'customer', entries }, { tx, event: {} as never }),
  );
export const list = async (person: TestPerson, filter: object, more: object = {}) =>
  (
    await test.call<ListAuditEntriesResponse>(person, `${audit}/ListAuditEntries`, {
      filter: JSON.stringify(filter),
      pageSize: 200,
      ...more,
    })
  ).auditEntries;
export const is = (field: string, value: unknown) => ({ field, op: 'eq', value });
export const asOwner = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client(test.database.ownerUrl);
  await client.connect();
  await client.query(`SELECT set_config('kontor.reach', 'service', false)`);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};
export const verdict = () => asOwner((client) => verify(client, { folder }));
