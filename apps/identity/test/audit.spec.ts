import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { serviceCall } from '@kontor/access/call';
import type { RecordedEntry } from '@kontor/contracts/gen/kontor/audit/v1/audit_events';
import type { AuditDigest, AuditEntry } from '@kontor/contracts/gen/kontor/identity/v1/audit';
import type {
  GetAuditKeyResponse,
  ListAuditDigestsResponse,
  ListAuditEntriesResponse,
} from '@kontor/contracts/gen/kontor/identity/v1/audit_service';
import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { verify } from '../../../tools/audit/verify.ts';
import { AuditConsumer } from '../src/audit/audit.consumer.js';
import { DigestJob } from '../src/audit/digest.job.js';
import { isSigned } from '../src/audit/rules/digest.js';
import { identity } from '../src/identity.js';

const audit = '/kontor.identity.v1.AuditService';
const people = '/kontor.identity.v1.PersonService';

let test: TestService;
let folder: string;
let administrator: TestPerson;
let manager: TestPerson;
let other: TestPerson;
let anna: TestPerson;
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

const entry = (more: Partial<RecordedEntry> = {}): RecordedEntry => ({
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
const record = (...entries: RecordedEntry[]) =>
  test.running.unitOfWork.write(serviceCall('identity', 'test'), (tx) =>
    test.running.app
      .get(AuditConsumer)
      .recorded({ service: 'customer', entries }, { tx, event: {} as never }),
  );
const list = async (person: TestPerson, filter: object, more: object = {}) =>
  (
    await test.call<ListAuditEntriesResponse>(person, `${audit}/ListAuditEntries`, {
      filter: JSON.stringify(filter),
      pageSize: 200,
      ...more,
    })
  ).auditEntries;
const is = (field: string, value: unknown) => ({ field, op: 'eq', value });
const asOwner = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client(test.database.ownerUrl);
  await client.connect();
  await client.query(`SELECT set_config('kontor.reach', 'service', false)`);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};
const verdict = () => asOwner((client) => verify(client, { folder }));

describe('the central audit', () => {
  it('gets what somebody changed, by itself', async () => {
    const made = await test.call<Person>(administrator, `${people}/CreatePerson`, {
      email: `${randomUUID()}@example.com`,
      name: 'Ann',
    });
    const person = { name: 'Anna' };
    await test.call(administrator, `${people}/UpdatePerson`, { id: made.id, person, updateMask: ['name'] });
    const [update, create] = await until('the entries to arrive', async () => {
      const found = await list(administrator, is('objectId', made.id));
      return found.length === 2 && found;
    });
    expect(create).toMatchObject({
      action: 'create',
      object: 'person',
      service: 'identity',
      outcome: 'done',
    });
    expect(update).toMatchObject({ personId: administrator.id, action: 'update', version: 2 });
    expect(update?.changes).toContainEqual({ field: 'name', before: 'Ann', after: 'Anna' });
  });

  it('gets what somebody was refused, with the names of fields and no values', async () => {
    const id = randomUUID();
    const request = { id, person: { name: 'X' }, updateMask: ['name'] };
    await expect(test.call(anna, `${people}/UpdatePerson`, request)).rejects.toMatchObject({
      problem: { code: 'forbidden' },
    });
    const managerId = randomUUID();
    const create = { email: `${randomUUID()}@example.com`, name: 'Li', managerId };
    await expect(test.call(administrator, `${people}/CreatePerson`, create)).rejects.toMatchObject({
      problem: { code: 'invalid' },
    });
    const refused = await until('the refusals to arrive', async () => {
      const found = await list(administrator, is('outcome', 'refused'));
      return found.length >= 2 && found;
    });
    expect(refused.find(({ action }) => action === 'UpdatePerson')).toMatchObject({
      ...{ personId: anna.id, object: 'person', objectId: id },
      changes: [
        { field: 'code', after: 'forbidden' },
        { field: 'reason', after: 'forbidden' },
      ],
    });
    const [{ changes = [] } = {}] = refused.filter(({ action }) => action === 'CreatePerson');
    expect(changes).toContainEqual({ field: 'fields', after: '["managerId"]' });
    expect(JSON.stringify(refused)).not.toContain(managerId);
  });

  it('keeps each entry once, however often it comes', async () => {
    const [first, second] = [entry(), entry()];
    await record(first, first);
    await record(first, second);
    for (const { id } of [first, second]) {
      expect(
        await list(administrator, is('objectId', id === first.id ? first.objectId : second.objectId)),
      ).toHaveLength(1);
    }
    expect((await verdict()).fault).toBeUndefined();
  });

  it('stays a chain when many append at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => record(entry(), entry())));
    expect(await verdict()).not.toHaveProperty('fault');
  });

  it('is only ever added to by the role that runs', async () => {
    await record(entry());
    for (const sql of [
      `UPDATE audit_entry SET action = 'nothing'`,
      'DELETE FROM audit_entry',
      'TRUNCATE audit_entry',
      'DELETE FROM audit_digest',
      `UPDATE audit_digest SET to_seq = 0`,
      'DELETE FROM audit_key',
    ]) {
      const tried = test.running.unitOfWork.write(serviceCall('identity', 'test'), (tx) => tx.query(sql));
      await expect(tried).rejects.toMatchObject({ code: '42501' });
    }
  });
});

describe('who reads the audit', () => {
  it('as a manager sees what people in the own reach did, and nothing of others', async () => {
    const [hers, theirs] = [entry(), entry({ personId: other.id })];
    await record(hers, theirs);
    const both = { or: [is('objectId', hers.objectId), is('objectId', theirs.objectId)] };
    const seenBy = async (person: TestPerson) => (await list(person, both)).map(({ id }) => id).sort();
    expect(await seenBy(manager)).toEqual([hers.id]);
    expect(await seenBy(other)).toEqual([theirs.id]);
    expect(await seenBy(administrator)).toEqual([hers.id, theirs.id].sort());
    const get = (person: TestPerson, id: string) =>
      test.call<AuditEntry>(person, `${audit}/GetAuditEntry`, { id });
    expect(await get(manager, hers.id)).toMatchObject({ id: hers.id, service: 'customer' });
    await expect(get(other, hers.id)).rejects.toMatchObject({ problem: { code: 'not_found' } });
  });

  it('as a salesperson is refused', async () => {
    for (const call of ['ListAuditEntries', 'ListAuditDigests', 'GetAuditKey']) {
      await expect(test.call(anna, `${audit}/${call}`, {})).rejects.toMatchObject({
        problem: { code: 'forbidden' },
      });
    }
    await expect(test.call(manager, `${audit}/CreateAuditDigest`, {})).rejects.toMatchObject({
      problem: { code: 'forbidden' },
    });
  });

  it('finds any slice of any period, newest first', async () => {
    const absent = randomUUID();
    const at = (day: number) => `2020-01-0${day}T12:00:00.000Z`;
    const made = [1, 2, 3].map((day) => entry({ time: at(day), action: `act-${day}`, onBehalfOf: absent }));
    await record(...made);
    const ids = async (filter: object, more?: object) =>
      (await list(administrator, filter, more)).map(({ id }) => id);
    const [one, two, three] = made.map(({ id }) => id);
    expect(await ids(is('onBehalfOf', absent))).toEqual([three, two, one]);
    expect(await ids(is('onBehalfOf', absent), { orderBy: 'time' })).toEqual([one, two, three]);
    const period = {
      and: [
        { field: 'time', op: 'ge', value: at(2) },
        { field: 'time', op: 'lt', value: at(3) },
      ],
    };
    expect(await ids({ and: [...period.and, is('personId', anna.id)] })).toEqual([two]);
    expect(await ids({ and: [is('object', 'customer'), is('action', 'act-3')] })).toEqual([three]);
  });
});

describe('digests', () => {
  const create = () => test.call<AuditDigest>(administrator, `${audit}/CreateAuditDigest`, {});

  it('are signed with the key that is published, each following on the one before', async () => {
    await record(entry());
    const first = await create();
    await record(entry());
    const second = await create();
    const { keys } = await test.call<GetAuditKeyResponse>(manager, `${audit}/GetAuditKey`, {});
    expect([first, second].map((digest) => isSigned(digest as never, keys[0]?.publicKey ?? ''))).toEqual([
      true,
      true,
    ]);
    const { auditDigests } = await test.call<ListAuditDigestsResponse>(
      manager,
      `${audit}/ListAuditDigests`,
      {},
    );
    expect(auditDigests[0]).toEqual(second);
    expect(auditDigests.length).toBeGreaterThan(1);
    expect(await verdict()).not.toHaveProperty('fault');
  });

  it('are made by the first entry, and every hour', async () => {
    await asOwner(async (client) => {
      const { rows } = await client.query(`SELECT from_seq FROM audit_digest ORDER BY to_seq LIMIT 1`);
      expect(rows).toEqual([{ from_seq: '1' }]);
    });
  });

  it('are written to a folder, where one is named', async () => {
    await record(entry());
    await create();
    await test.running.app.get(DigestJob).turn();
    const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
    expect(files.length).toBeGreaterThan(1);
    expect(await verdict()).toMatchObject({ files: files.length });
    expect(await verdict()).not.toHaveProperty('fault');
  });
});

describe('somebody who reads a mass of rows', () => {
  const read = (personId: string, rows: number) =>
    entry({
      personId,
      action: 'bulk-read',
      object: '',
      objectId: '',
      changes: JSON.stringify({ rows, calls: {} }),
    });
  const alarms = async (personId: string) =>
    (await test.events('kontor.identity.v1.MassReadNoticed')).filter((alarm) => alarm.personId === personId);

  it('raises an alarm once an hour, to the superior and the administrators', async () => {
    const make = (more: object) =>
      test.call<Person>(administrator, `${people}/CreatePerson`, {
        email: `${randomUUID()}@example.com`,
        name: 'P',
        ...more,
      });
    const chief = await make({});
    const admin = await make({ roles: ['administrator'], password: 'a quiet morning' });
    const reader = await make({ managerId: chief.id });
    await record(read(reader.id, 2_600));
    expect(await alarms(reader.id)).toEqual([]);
    await record(read(reader.id, 2_600));
    await record(read(reader.id, 2_600));
    expect(await alarms(reader.id)).toMatchObject([{ rows: '5200', limit: '5000' }]);
    const notices = (await test.events('kontor.notification.v1.NoticeRequested')).filter(
      ({ about }) => about === `people/${reader.id}`,
    );
    const told = notices.map(({ personId }) => personId);
    expect(told).toEqual(expect.arrayContaining([chief.id, admin.id]));
    expect(told).not.toContain(reader.id);
    expect(notices[0]).toMatchObject({
      template: 'mass-read',
      values: { personName: 'P', rows: '5200', limit: '5000' },
    });
  });

  it('adds up within one hour only', async () => {
    const reader = randomUUID();
    const before = new Date(Date.now() - 2 * 3_600_000).toISOString();
    await record({ ...read(reader, 4_000), time: before });
    await record(read(reader, 4_000));
    expect(await alarms(reader)).toEqual([]);
  });
});

describe('the program that verifies', () => {
  const run = promisify(execFile);
  const program = join(import.meta.dirname, '../../../tools/audit/main.ts');
  const check = (...more: string[]) =>
    run(process.execPath, [program, 'verify', '--database', test.database.url, ...more]);

  it('says that all is as it was written', async () => {
    expect((await check('--digests', folder)).stdout).toContain('as it was written');
  });

  it('names the entry that was changed', async () => {
    await asOwner((client) => client.query(`UPDATE audit_entry SET action = action || 'd' WHERE seq = 2`));
    await expect(check()).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('entry 2 (') });
    await asOwner((client) => client.query(`UPDATE audit_entry SET action = left(action, -1) WHERE seq = 2`));
    await check();
  });

  it('misses a tail that was cut together with its digests, by the digests kept elsewhere', async () => {
    await asOwner((client) =>
      client.query(`
        DELETE FROM audit_entry WHERE seq > 5;
        DELETE FROM audit_digest WHERE to_seq > 5;
        UPDATE audit_head SET seq = 5, hash = (SELECT hash FROM audit_entry WHERE seq = 5)`),
    );
    await check();
    await expect(check('--digests', folder)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is missing in the database'),
    });
  });
});
