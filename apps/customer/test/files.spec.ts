import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import type { Customer, Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { File } from '@kontor/contracts/gen/kontor/customer/v1/file';
import type {
  ListFilesResponse,
  ReadFileChunkResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/file_service';
import { serviceCall } from '@kontor/access/call';
import { testFolder } from '@kontor/testing/folder';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { customerService } from '../src/definition.js';
import { chunkBytes } from '../src/file/upload-area.js';

const base = '/kontor.customer.v1';

let service: TestService;
let folder: string;
let boss: TestPerson;
let anna: TestPerson;
let boris: TestPerson;
let customer: Customer;

beforeAll(async () => {
  folder = await testFolder('files');
  process.env.FILES_FOLDER = folder;
  process.env.FILE_LIMIT_BYTES = String(3 * chunkBytes);
  service = await testService('customer', customerService);
  boss = await service.person({ roles: ['manager'] });
  anna = await service.person({ managerId: boss.id });
  boris = await service.person({ managerId: boss.id });
  customer = await ask<Customer>(anna, 'CustomerService/CreateCustomer', {
    customer: { kind: 'company', name: 'Папка' },
  });
}, 60_000);

afterAll(async () => {
  delete process.env.FILES_FOLDER;
  delete process.env.FILE_LIMIT_BYTES;
  await service.dispose();
  await rm(folder, { recursive: true, force: true });
});

const ask = <T>(person: TestPerson, path: string, request: object) =>
  service.call<T>(person, `${base}.${path}`, request);

const file = <T>(person: TestPerson, call: string, request: object) =>
  ask<T>(person, `FileService/${call}`, { customerId: customer.id, ...request });

const open = (person: TestPerson, name: string, more: object = {}) =>
  file<File>(person, 'CreateFile', { file: { name, ...more } });

const write = (person: TestPerson, id: string, index: number, bytes: Buffer) =>
  file(person, 'WriteFileChunk', { id, index, data: bytes.toString('base64') });

async function upload(person: TestPerson, name: string, bytes: Buffer, more: object = {}): Promise<File> {
  const { id } = await open(person, name, more);
  for (let index = 0; index * chunkBytes < bytes.length; index++) {
    await write(person, id, index, bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes));
  }
  return file<File>(person, 'FinishFile', { id, size: String(bytes.length) });
}

const names = async (person: TestPerson) =>
  (await file<ListFilesResponse>(person, 'ListFiles', {})).files.map(({ name }) => name);

const pdf = (size: number) => Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(size - 9, 7)]);

describe('a file', () => {
  it('is whole, known by its hash, and had back byte by byte by those who see the customer', async () => {
    const bytes = pdf(chunkBytes + 12_345);
    const stored = await upload(anna, '报价单 №1.pdf', bytes);
    expect(stored).toMatchObject({
      name: '报价单 №1.pdf',
      contentType: 'application/pdf',
      size: String(bytes.length),
      sha256: createHash('sha256').update(bytes).digest('hex'),
      authorId: anna.id,
    });
    const piece = async (index: number) =>
      Buffer.from(
        (await file<ReadFileChunkResponse>(boss, 'ReadFileChunk', { id: stored.id, index })).data,
        'base64',
      );
    expect(Buffer.concat([await piece(0), await piece(1)]).equals(bytes)).toBe(true);
    const audit = await service.ownerQuery(
      `SELECT person_id FROM audit WHERE object_id = $1 AND action = 'download'`,
      [stored.id],
    );
    expect(audit).toEqual([{ person_id: boss.id }]);
    for (const [call, request] of Object.entries({
      GetFile: { id: stored.id },
      ReadFileChunk: { id: stored.id, index: 0 },
      DeleteFile: { id: stored.id },
      ListFiles: {},
      CreateFile: { file: { name: 'a.pdf' } },
    })) {
      await expect(file(boris, call, request)).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  it('may hang on a talk of the customer, and on no other', async () => {
    const talk = await ask<Interaction>(anna, 'CustomerService/CreateInteraction', {
      customerId: customer.id,
      interaction: { manner: 'call', content: 'x' },
    });
    await upload(anna, 'talk.txt', Buffer.from('said'), { interactionId: talk.id });
    const filter = JSON.stringify({ field: 'interactionId', op: 'eq', value: talk.id });
    const { files } = await file<ListFilesResponse>(boss, 'ListFiles', { filter });
    expect(files.map(({ name }) => name)).toEqual(['talk.txt']);
    await expect(open(anna, 'b.txt', { interactionId: customer.id })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  it('is not seen before it is whole, nor when pieces are missing', async () => {
    const { id } = await open(anna, 'half.pdf');
    await expect(write(anna, id, 1, pdf(100))).rejects.toMatchObject({ reason: 'file-incomplete' });
    await write(anna, id, 0, pdf(100));
    await expect(file(anna, 'FinishFile', { id, size: '200' })).rejects.toMatchObject({
      reason: 'file-incomplete',
    });
    expect(await names(anna)).not.toContain('half.pdf');
    await expect(file(anna, 'ReadFileChunk', { id, index: 0 })).rejects.toMatchObject({ code: 'not_found' });
    await expect(write(boss, id, 0, pdf(100))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is finished once, however often that is asked', async () => {
    const { id } = await open(anna, 'twice.txt');
    await write(anna, id, 0, Buffer.from('once'));
    const finish = () => file<File>(anna, 'FinishFile', { id, size: '4' });
    const answers = await Promise.allSettled([finish(), finish(), finish()]);
    expect(answers.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(await finish()).toMatchObject({ id, size: '4' });
    expect((await names(anna)).filter((name) => name === 'twice.txt')).toHaveLength(1);
  });

  it('is refused where content and ending differ, where its type is not taken, and where it is too large', async () => {
    await expect(upload(anna, 'page.pdf', Buffer.from('<html>'))).rejects.toMatchObject({
      fields: [{ field: 'file', reason: 'file-type-differs' }],
    });
    await expect(open(anna, 'run.exe')).rejects.toMatchObject({
      fields: [{ field: 'name', reason: 'file-type-refused' }],
    });
    await expect(upload(anna, 'big.pdf', pdf(3 * chunkBytes + 1))).rejects.toMatchObject({
      code: 'too_large',
    });
  });
});

describe('removing', () => {
  it('is for the author within a day and for managers; then the bytes go, too', async () => {
    const mine = await upload(anna, 'mine.txt', Buffer.from('a'));
    await expect(file(boris, 'DeleteFile', { id: mine.id })).rejects.toMatchObject({ code: 'not_found' });
    await file(anna, 'DeleteFile', { id: mine.id });
    expect(await names(anna)).not.toContain('mine.txt');

    const bosses = await upload(boss, 'of the boss.txt', Buffer.from('b'));
    await expect(file(anna, 'DeleteFile', { id: bosses.id })).rejects.toMatchObject({
      reason: 'file-delete-author',
    });
    const annas = await upload(anna, 'of anna.txt', Buffer.from('c'));
    await file(boss, 'DeleteFile', { id: annas.id });
    await until('the bytes to be gone', async () => {
      const left = await readdir(folder, { recursive: true });
      return !left.some((name) => name.includes(mine.id) || name.includes(annas.id));
    });
    expect((await readdir(folder, { recursive: true })).some((name) => name.includes(bosses.id))).toBe(true);
  });

  it('also takes uploads that broke off an hour ago', async () => {
    const old = await open(anna, 'broken.pdf');
    await write(anna, old.id, 0, pdf(100));
    const fresh = await open(anna, 'still coming.pdf');
    await write(anna, fresh.id, 0, pdf(100));
    await service.running.unitOfWork.write(serviceCall('test', 'time passes'), (tx) =>
      tx.query(`UPDATE file SET update_time = now() - interval '61 minutes' WHERE id = $1`, [old.id]),
    );
    // To remove a file wakes the tidying.
    const { id } = await upload(anna, 'wakes.txt', Buffer.from('a'));
    await file(anna, 'DeleteFile', { id });
    const left = () => readdir(folder, { recursive: true });
    await until(
      'the broken upload to be gone',
      async () => !(await left()).some((name) => name.includes(old.id)),
    );
    expect((await left()).some((name) => name.includes(fresh.id))).toBe(true);
    await until('the file to be gone', () =>
      write(anna, old.id, 0, pdf(100)).then(
        () => false,
        ({ code }: { code: string }) => code === 'not_found',
      ),
    );
  });
});
