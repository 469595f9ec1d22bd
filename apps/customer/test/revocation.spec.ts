import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { v7 as uuidv7 } from 'uuid';
import { serviceCall } from '@kontor/access/call';
import type { Share } from '@kontor/contracts/gen/kontor/access/v1/access';
import type { EventTypes } from '@kontor/contracts/gen/events';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { smallStream } from '@kontor/events/config';
import { connectBroker } from '@kontor/events/connection';
import { ensureStream } from '@kontor/events/streams';
import { copyPerson } from '@kontor/people/person-copy';
import { copyRole } from '@kontor/people/role-copy';
import { publishForeign } from '@kontor/testing/foreign-event';
import { fieldRights, roleOf } from '@kontor/testing/identity-records';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { customerService } from '../src/definition.js';
import { exportFolder, exportStage, type ExportStage } from './export-stage.js';

const calls = '/kontor.customer.v1.CustomerService';

let service: TestService;
let stage: ExportStage;
beforeAll(async () => {
  const folder = await exportFolder();
  service = await testService('customer', customerService);
  stage = exportStage(service, folder);
}, 60_000);
afterAll(async () => {
  await service?.dispose();
  if (stage) await rm(stage.folder, { recursive: true, force: true });
});

/** What an event of identity says of a person later; nobody tells this process to look, it must find out itself. */
const change = ({ id, name }: TestPerson, version: number, facts: Partial<Person>) =>
  service.running.unitOfWork.write(serviceCall('test', 'change'), (tx) =>
    copyPerson(tx, {
      id,
      name,
      email: `${id}@kontor.local`,
      roles: ['salesperson'],
      language: 'en',
      timeZone: 'UTC',
      status: 'active',
      etag: String(version),
      ...facts,
    }),
  );
const create = (person: TestPerson) =>
  service.call<Customer>(person, `${calls}/CreateCustomer`, {
    customer: { kind: 'company', name: uuidv7() },
  });
const get = (person: TestPerson, id: string) =>
  service.call<Customer>(person, `${calls}/GetCustomer`, { id });
/** The problem with which a call is refused, once it is. */
const refusal = (what: string, call: () => Promise<unknown>) =>
  until(what, () =>
    call().then(
      () => undefined,
      (error: { problem?: object }) => error.problem,
    ),
  );

describe('an exported file', () => {
  const less = { code: 'forbidden', reason: 'export-rights-less' };

  it('is refused while its maker reaches fewer people than at its making, and not when reaching more', async () => {
    const boss = await service.person({ roles: ['manager'] });
    const report = await service.person({ managerId: boss.id });
    const { name } = await create(report);
    const { run, file } = await stage.export(boss, { columns: ['name'] });
    expect(file.toString()).toContain(name);
    const idle = await service.person({ managerId: boss.id });
    expect(await stage.file(boss, run.id)).toEqual(file);
    // Of whom the file shows nothing.
    await change(idle, 2, {});
    await service.running.organisation.refresh();
    expect(await stage.file(boss, run.id)).toEqual(file);
    await change(report, 2, {});
    expect(await refusal('the report to be gone', () => stage.file(boss, run.id))).toMatchObject(less);
    await change(report, 3, { managerId: boss.id });
    await until('the report to be back', () => stage.file(boss, run.id).catch(() => undefined));
  });

  it('is refused when what was shared is shared no more, unless it is reached in another way', async () => {
    const owner = await service.person({ roles: ['manager'] });
    const reader = await service.person({ roles: ['manager'] });
    const { id, name } = await create(owner);
    const access = (call: string, request: object) =>
      service.call<Share>(owner, `/kontor.customer.v1.CustomerAccessService/${call}`, request);
    const share = await access('CreateCustomerShare', {
      customerId: id,
      share: { granteeKind: 'person', granteeId: reader.id, level: 'read' },
    });
    const shared = () => stage.export(reader, { columns: ['name'] });
    const { run } = await until('the share', async () => {
      const made = await shared();
      return made.file.includes(name) && made;
    });
    await access('DeleteCustomerShare', { customerId: id, id: share.id });
    await expect(stage.file(reader, run.id)).rejects.toMatchObject(less);
    await service.know(async (tx) => {
      await tx.query('UPDATE customer SET owner_id = $2 WHERE id = $1', [id, reader.id]);
    });
    expect((await stage.file(reader, run.id)).toString()).toContain(name);
  });

  it('is refused when a column of it, or what it is filtered by, is hidden since', async () => {
    const clerk = (hidden: string[], version: number) =>
      service.know((tx) =>
        copyRole(
          tx,
          roleOf('export-clerk', {
            etag: String(version),
            permissions: ['customer.read', 'customer.write', 'customer.export'],
            fields: fieldRights('customer', Object.fromEntries(hidden.map((field) => [field, 'none']))),
          }),
        ),
      );
    await clerk([], 1);
    const maker = await service.person({ roles: ['export-clerk'] });
    await create(maker);
    const shows = (await stage.export(maker, { columns: ['name', 'note'] })).run;
    const filter = '{"field":"segment","op":"eq","value":""}';
    const asks = (await stage.export(maker, { columns: ['name'], filter })).run;
    const plain = (await stage.export(maker, { columns: ['name'] })).run;
    await clerk(['note'], 2);
    expect(await refusal('the note to be hidden', () => stage.file(maker, shows.id))).toMatchObject(less);
    expect((await stage.file(maker, asks.id)).length).toBeGreaterThan(0);
    await clerk(['note', 'segment'], 3);
    expect(await refusal('the segment to be hidden', () => stage.file(maker, asks.id))).toMatchObject(less);
    expect((await stage.file(maker, plain.id)).length).toBeGreaterThan(0);
  });

  it('is made again from its first row when rights shrink on the way', async () => {
    const boss = await service.person({ roles: ['manager'] });
    const report = await service.person({ managerId: boss.id });
    const { name } = await create(report);
    const own = await create(boss);
    const { run } = await stage.export(boss, { columns: ['name'], orderBy: 'createTime' });
    await change(report, 2, {});
    await refusal('the report to be gone', () => stage.file(boss, run.id));
    // As a replica leaves it that died behind its first page.
    const left = `${run.id}.left.rows`;
    const rows = `name\r\n${name}\r\n`;
    await mkdir(join(stage.folder, left));
    await writeFile(join(stage.folder, left, '0'.repeat(15)), rows);
    await service.know(async (tx) => {
      await tx.query(
        `UPDATE export SET state = 'waiting', all_read = false, spool = $2, spool_bytes = $3, file = '' WHERE id = $1`,
        [run.id, left, rows.length],
      );
    });
    const again = await stage.ended(boss, run.id);
    expect(again).toMatchObject({ state: 'done', rowsWritten: 1, rowsTotal: 1 });
    const text = (await stage.file(boss, run.id)).toString();
    expect(text).toContain(own.name);
    expect(text).not.toContain(name);
  });

  it('is nobody’s when its maker has left', async () => {
    const maker = await service.person({ roles: ['manager'] });
    await create(maker);
    const { run } = await stage.export(maker, { columns: ['name'] });
    await service.know(async (tx) => {
      await tx.query(`UPDATE person_copy SET status = 'left' WHERE id = $1`, [maker.id]);
    });
    expect(await refusal('the file to be refused', () => stage.file(maker, run.id))).toMatchObject({
      code: 'forbidden',
      reason: 'export-starter-left',
    });
  });
});

describe('a token that says what no longer holds', () => {
  it('shows what the roles of now show, once one was taken and once it is given back', async () => {
    const owner = await service.person();
    const administrator = await service.person({ roles: ['administrator'] });
    const { id } = await create(owner);
    expect((await get(administrator, id)).id).toBe(id);
    await change(administrator, 2, { roles: ['salesperson'] });
    expect(await refusal('the role to be gone', () => get(administrator, id))).toMatchObject({
      code: 'not_found',
    });
    await change(administrator, 3, { roles: ['administrator'] });
    await until('the role to be back', () => get(administrator, id));
  });

  it('opens a call that needs the role only while the role is held', async () => {
    const manager = await service.person({ roles: ['manager'] });
    const transfer = async () =>
      service.call(manager, `${calls}/TransferCustomer`, {
        id: (await create(manager)).id,
        ownerId: manager.id,
      });
    await transfer();
    await change(manager, 2, {});
    expect(await refusal('the role to be gone', transfer)).toMatchObject({ code: 'forbidden' });
  });

  it('opens nothing for who left, and still everything of theirs for who is leaving', async () => {
    const person = await service.person();
    const boss = await service.person({ roles: ['administrator'] });
    const { id } = await create(person);
    const given = await create(boss);
    const give = () => service.call(boss, `${calls}/TransferCustomer`, { id: given.id, ownerId: person.id });
    await change(person, 2, { status: 'leaving' });
    expect(await refusal('new records to be refused', give)).toMatchObject({
      fields: [expect.objectContaining({ field: 'ownerId', reason: 'owner-leaving' })],
    });
    expect((await get(person, id)).id).toBe(id);
    await change(person, 3, { status: 'left' });
    expect(await refusal('the person to be signed out', () => get(person, id))).toMatchObject({
      code: 'unauthenticated',
      reason: 'signed-out',
    });
  });
});

describe('news of identity', () => {
  /** Puts an event on identity's stream, as its relay does. */
  async function tell<K extends keyof EventTypes>(type: K, payload: EventTypes[K]): Promise<void> {
    const broker = await connectBroker({
      url: service.settings.natsUrl,
      name: 'test',
      onLost: () => undefined,
    });
    await ensureStream(await broker.manager(), 'identity', smallStream, 'owner');
    await publishForeign(broker.jetstream, { emitter: 'identity', type, payload });
    await broker.close();
  }
  const beat = (age: number) =>
    tell('kontor.identity.v1.OrganisationBeat', { time: new Date(Date.now() - age).toISOString() });
  it('ends a session here as well, for its tokens and no others', async () => {
    const [person, other] = [await service.person(), await service.person()];
    const { id } = await create(person);
    const mine = await create(other);
    const sessionId = String(decodeJwt(person.token)['sid']);
    await tell('kontor.identity.v1.SessionEnded', { sessionId, personId: person.id });
    expect(await refusal('the session to end', () => get(person, id))).toMatchObject({
      code: 'unauthenticated',
      reason: 'signed-out',
    });
    expect((await get(other, mine.id)).id).toBe(mine.id);
  });

  it('that stop coming stop changes, not reading; held-up news change nothing, fresh ones everything', async () => {
    const person = await service.person();
    const { id } = await create(person);
    await beat(15_300);
    expect(await refusal('changes to be refused', () => create(person))).toMatchObject({
      code: 'unavailable',
      reason: 'rights-stale',
      retryAfterSeconds: 3,
    });
    expect((await get(person, id)).id).toBe(id);
    await beat(15_100);
    await beat(0);
    await until('changes to be taken', () => create(person));
    // Whoever is done with a beat forgets it: there are too many to keep.
    const kept =
      "SELECT (SELECT count(*) FROM beat_heard)::int AS heard, (SELECT count(*) FROM inbox WHERE consumer LIKE '%-from-identity-%')::int AS inbox";
    const [before] = await service.ownerQuery<{ heard: number; inbox: number }>(kept);
    expect(before?.heard).toBe(0);
    // An old one is heard before the end of a session that is told after it.
    await beat(60_000);
    const last = await service.person();
    const sessionId = String(decodeJwt(last.token)['sid']);
    await tell('kontor.identity.v1.SessionEnded', { sessionId, personId: last.id });
    await refusal('the session to end', () => get(last, id));
    await create(person);
    const [after] = await service.ownerQuery<{ inbox: number }>(kept);
    expect((after?.inbox ?? 0) - (before?.inbox ?? 0)).toBeLessThanOrEqual(2);
  });
});
