import { readdir } from 'node:fs/promises';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { File } from '@kontor/contracts/gen/kontor/customer/v1/file';
import type {
  ListFilesResponse,
  ReadFileChunkResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/file_service';
import { serviceCall } from '@kontor/access/call';
import { testS3, type TestS3 } from '@kontor/testing/s3-server';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { openStore } from '@kontor/files/open-store';
import { customerService } from '../src/definition.js';
import { tidyPieces } from '../src/file/file-tidy.js';
import { chunkBytes } from '../src/file/upload-area.js';
import { exportStage, type ExportStage } from './export-stage.js';

const base = '/kontor.customer.v1';
const bucket = 'kontor-files';

let s3: TestS3;
let service: TestService;
let stage: ExportStage;
let boss: TestPerson;
let anna: TestPerson;
let boris: TestPerson;
let customer: Customer;

beforeAll(async () => {
  s3 = await testS3(bucket);
  process.env.FILES_FOLDER = `s3://${bucket}/files`;
  process.env.EXPORTS_FOLDER = `s3://${bucket}/exports`;
  service = await testService('customer', customerService);
  stage = exportStage(service, '');
  boss = await service.person({ name: 'Boss', roles: ['manager'] });
  anna = await service.person({ name: 'Anna', managerId: boss.id });
  boris = await service.person({ name: 'Boris', managerId: boss.id });
  customer = await service.call<Customer>(anna, `${base}.CustomerService/CreateCustomer`, {
    customer: { kind: 'company', name: 'Папка' },
  });
}, 60_000);

afterAll(async () => {
  delete process.env.FILES_FOLDER;
  delete process.env.EXPORTS_FOLDER;
  await service.dispose();
  await s3.dispose();
});

const file = <T>(person: TestPerson, call: string, request: object) =>
  service.call<T>(person, `${base}.FileService/${call}`, { customerId: customer.id, ...request });

const open = (name: string) => file<File>(anna, 'CreateFile', { file: { name } });
const write = (id: string, index: number, bytes: Buffer) =>
  file(anna, 'WriteFileChunk', { id, index, data: bytes.toString('base64') });
const finish = (id: string, bytes: Buffer) =>
  file<File>(anna, 'FinishFile', { id, size: String(bytes.length) });
const read = async (person: TestPerson, id: string, index: number) =>
  Buffer.from((await file<ReadFileChunkResponse>(person, 'ReadFileChunk', { id, index })).data, 'base64');

async function begun(name: string, bytes: Buffer): Promise<string> {
  const { id } = await open(name);
  for (let index = 0; index * chunkBytes < bytes.length; index++) {
    await write(id, index, bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes));
  }
  return id;
}

/** Names in the bucket that hold a text. */
async function objects(part: string): Promise<string[]> {
  const names = await readdir(s3.folder, { recursive: true });
  return names.filter((name) => name.includes(part) && name.endsWith('_object'));
}

const pdf = (size: number) => Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(size - 9, 7)]);
const down = (store: string) => ({
  code: 'unavailable',
  problem: {
    reason: 'store-unavailable',
    detail: expect.stringContaining(`(${store})`) as string,
    retryAfterSeconds: 10,
  },
});

describe('a file in a bucket', () => {
  it('is whole and had back byte by byte by those who see the customer, and by nobody else', async () => {
    const bytes = pdf(7 * chunkBytes + 12_345);
    const id = await begun('报价单.pdf', bytes);
    await finish(id, bytes);
    const pieces = await Promise.all([0, 1, 2, 3, 4, 5, 6, 7, 8].map((index) => read(boss, id, index)));
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
    await expect(read(boris, id, 0)).rejects.toMatchObject({ code: 'not_found' });
    // The pieces that it was made of are gone.
    expect(await objects(id)).toHaveLength(1);
    await file(anna, 'DeleteFile', { id });
    await until('the bytes to be gone', async () => (await objects(id)).length === 0);
  });

  it('is refused by what it is, and then nothing of it stays', async () => {
    const bytes = Buffer.from('<html>');
    const id = await begun('page.pdf', bytes);
    await expect(finish(id, bytes)).rejects.toMatchObject({ fields: [{ reason: 'file-type-differs' }] });
    // To remove a file wakes the tidying.
    const other = await begun('wakes.txt', Buffer.from('a'));
    await finish(other, Buffer.from('a'));
    await file(anna, 'DeleteFile', { id: other });
    await until('the pieces to be gone', async () => (await objects(id)).length === 0);
  });

  it('keeps the bytes that were looked at, whatever becomes of its pieces', async () => {
    const bytes = pdf(100);
    const id = await begun('fixed.pdf', bytes);
    const page = Buffer.concat([Buffer.from('<html>'), Buffer.alloc(94, 32)]);
    await Promise.allSettled([finish(id, bytes), write(id, 0, page), finish(id, bytes)]);
    const answers = await Promise.allSettled([finish(id, bytes)]);
    if (answers[0]?.status === 'fulfilled') expect((await read(anna, id, 0)).equals(bytes)).toBe(true);
    else
      expect((await file<ListFilesResponse>(anna, 'ListFiles', {})).files.map((one) => one.id)).not.toContain(
        id,
      );
  });
});

describe('a store that does not answer', () => {
  it('is named when a file is sent, of which nothing is half written, and when it is had back', async () => {
    const bytes = pdf(chunkBytes + 100);
    const stored = await begun('before.pdf', bytes);
    await finish(stored, bytes);
    const ready = await begun('ready.pdf', bytes);
    const { id: empty } = await open('empty.pdf');
    await s3.stop();
    await expect(write(empty, 0, pdf(100))).rejects.toMatchObject(down('files'));
    await expect(finish(ready, bytes)).rejects.toMatchObject(down('files'));
    await expect(read(boss, stored, 0)).rejects.toMatchObject(down('files'));
    const { files } = await file<ListFilesResponse>(anna, 'ListFiles', {});
    const seen = files.map(({ id }) => id);
    expect(seen).toContain(stored);
    expect(seen).not.toContain(ready);
    expect(seen).not.toContain(empty);
    await s3.start();
    expect(await objects(empty)).toEqual([]);
    expect((await objects(ready)).every((name) => name.includes('pieces'))).toBe(true);
    await finish(ready, bytes);
    expect((await read(boss, stored, 0)).equals(bytes.subarray(0, chunkBytes))).toBe(true);
  }, 60_000);

  it('keeps the service from starting where there is no such bucket', async () => {
    process.env.FILES_FOLDER = 's3://somebody-elses/files';
    await expect(testService('customer', customerService)).rejects.toThrow(
      'FILES_FOLDER: there is no bucket somebody-elses',
    );
    process.env.FILES_FOLDER = `s3://${bucket}/files`;
  }, 60_000);
});

it('writes no object for a file that is removed while it is finished', async () => {
  const bytes = pdf(3 * chunkBytes);
  const id = await begun('removed.pdf', bytes);
  let ending: Promise<unknown> = Promise.resolve();
  // The row is locked as the tidying locks it; the finish has its object written and waits.
  await service.running.unitOfWork.write(serviceCall('test', 'tidy'), async (tx) => {
    await tx.query(`UPDATE file SET state = 'removed' WHERE id = $1`, [id]);
    const finishing = finish(id, bytes);
    await until('the object', async () => (await objects(id)).some((name) => name.includes('stored')));
    finishing.catch(() => undefined);
    ending = finishing;
  });
  await expect(ending).rejects.toMatchObject({ reason: 'file-not-uploading' });
  expect((await objects(id)).filter((name) => name.includes('stored'))).toEqual([]);
});

describe('who dies between object and row', () => {
  const refuseFinishing = `
    CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'died'; END $$;
    CREATE TRIGGER die BEFORE UPDATE ON file FOR EACH ROW
      WHEN (NEW.state = 'stored' AND NEW.name LIKE 'dies%') EXECUTE FUNCTION die();`;

  it('leaves a file that nobody sees; it is finished by the next try, or removed with its object', async () => {
    await service.ownerQuery(refuseFinishing);
    const bytes = pdf(100);
    const [again, never] = [await begun('dies.pdf', bytes), await begun('dies for good.pdf', bytes)];
    for (const id of [again, never]) {
      await expect(finish(id, bytes)).rejects.toMatchObject({ code: 'internal' });
      expect((await objects(id)).filter((name) => name.includes('stored'))).toHaveLength(1);
      await expect(read(anna, id, 0)).rejects.toMatchObject({ code: 'not_found' });
    }
    await service.ownerQuery('DROP TRIGGER die ON file; DROP FUNCTION die()');
    await finish(again, bytes);
    expect(await objects(again)).toHaveLength(1);
    await service.running.unitOfWork.write(serviceCall('test', 'time passes'), (tx) =>
      tx.query(`UPDATE file SET update_time = now() - interval '61 minutes' WHERE id = $1`, [never]),
    );
    await file(anna, 'DeleteFile', { id: again });
    await until('what is left to be gone', async () => (await objects(never)).length === 0);
    await until('the file to be gone', () =>
      finish(never, bytes).then(
        () => false,
        ({ code }: { code: string }) => code === 'not_found',
      ),
    );
  });

  it('or pieces of a file that is whole, which are removed after an hour', async () => {
    const store = await openStore(
      { variable: 'FILES_FOLDER', value: process.env.FILES_FOLDER ?? '', label: 'files' },
      { warn: () => undefined },
    );
    const whole = await begun('whole.txt', Buffer.from('a'));
    await finish(whole, Buffer.from('a'));
    await store.put(`pieces/${whole}/000000`, Buffer.from('a'));
    const coming = await begun('coming.txt', Buffer.from('b'));
    const tidy = (now: number) =>
      tidyPieces(service.running.unitOfWork, store, serviceCall('customer', 'tidy files'), now);
    await tidy(Date.now());
    expect(await objects(whole)).toHaveLength(2);
    await tidy(Date.now() + 2 * 3_600_000);
    expect(await objects(whole)).toHaveLength(1);
    expect(await objects(coming)).toHaveLength(1);
  });
});

describe('an export into a bucket', () => {
  it.each(['csv', 'xlsx'] as const)('is written and had back: %s', async (format) => {
    const { run, file: bytes } = await stage.export(boss, { columns: ['name'], format });
    expect(run).toMatchObject({ state: 'done', rowsWritten: 1, bytes: String(bytes.length) });
    if (format === 'csv') expect(bytes.toString()).toBe('Name\r\nПапка\r\n');
    else expect(bytes.subarray(0, 2).toString()).toBe('PK');
    expect((await objects(run.id)).filter((name) => name.includes('.rows'))).toEqual([]);
  });

  it('waits while the store does not answer, and says so to who wants the file', async () => {
    const { run } = await stage.export(boss, { columns: ['name'] });
    await s3.stop();
    await expect(stage.file(boss, run.id)).rejects.toMatchObject(down('exports'));
    await s3.start();
    expect((await stage.file(boss, run.id)).toString()).toBe('Name\r\nПапка\r\n');
  }, 60_000);
});
