import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { serviceCall } from '@kontor/access/call';
import { testS3, type TestS3 } from '@kontor/testing/s3-server';
import { testService, type TestService } from '@kontor/testing/service';
import { AuditConsumer } from '../src/audit/audit.consumer.js';
import { DigestJob } from '../src/audit/digest.job.js';
import { identity } from '../src/identity.js';

const bucket = 'kontor-digests';
let s3: TestS3;
let service: TestService;

beforeAll(async () => {
  s3 = await testS3(bucket);
  process.env.AUDIT_DIGEST_FOLDER = `s3://${bucket}/audit`;
  service = await testService('identity', identity);
}, 60_000);

afterAll(async () => {
  delete process.env.AUDIT_DIGEST_FOLDER;
  await service.dispose();
  await s3.dispose();
});

const filed = async () =>
  (await readdir(s3.folder, { recursive: true }))
    .filter((name) => name.endsWith('_object'))
    .map((name) => /audit-digest-(\d+)\.json/.exec(name)?.[1] ?? name)
    .sort();

const digests = async () =>
  (
    await service.running.unitOfWork.read(serviceCall('identity', 'test'), (tx) =>
      tx.query<{ seq: string }>('SELECT to_seq::text AS seq FROM audit_digest ORDER BY to_seq'),
    )
  ).map(({ seq }) => seq.padStart(16, '0'));

it('files digests in a bucket, goes on where it was, and catches up after the store was away', async () => {
  const job = service.running.app.get(DigestJob);
  const add = () =>
    service.running.unitOfWork.write(serviceCall('identity', 'test'), (tx) =>
      tx.query(`
        INSERT INTO audit_digest SELECT (jsonb_populate_record(d, jsonb_build_object(
          'id', gen_random_uuid(), 'from_seq', d.to_seq + 1, 'to_seq', d.to_seq + 7))).* FROM audit_digest d
        ORDER BY to_seq DESC LIMIT 1`),
    );
  const entry = {
    id: randomUUID(),
    time: new Date().toISOString(),
    personId: randomUUID(),
    action: 'update',
    object: 'customer',
    objectId: randomUUID(),
    outcome: 'done',
    requestId: 'r',
  } as const;
  await service.running.unitOfWork.write(serviceCall('identity', 'test'), (tx) =>
    service.running.app
      .get(AuditConsumer)
      .recorded({ service: 'customer', entries: [entry] }, { tx, event: {} as never }),
  );
  await job.turn();
  const first = await digests();
  expect(await filed()).toEqual(first);
  await add();
  await s3.stop();
  await expect(job.turn()).rejects.toMatchObject({
    reason: 'store-unavailable',
    params: { store: 'audit digests' },
  });
  await s3.start();
  await add();
  await job.turn();
  const all = await digests();
  expect(all.length).toBe(first.length + 2);
  expect(await filed()).toEqual(all);
  await job.turn();
  expect(await filed()).toEqual(all);
});
