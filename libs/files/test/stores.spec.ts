import { readdir, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateMultipartUploadCommand } from '@aws-sdk/client-s3';
import { testFolder } from '@kontor/testing/folder';
import { testS3, type TestS3 } from '@kontor/testing/s3-server';
import { openStore, s3Client } from '../src/open-store.js';
import { piecesOf, removeAll } from '../src/pieces.js';
import { MissingObject, type Store } from '../src/store.js';

const bucket = 'kontor-test';
const warnings: object[] = [];
const logger = { warn: (details: object) => void warnings.push(details) };
const open = (value: string) => openStore({ variable: 'FILES_FOLDER', value, label: 'files' }, logger);

let s3: TestS3;
let folder: string;
const stores: Record<string, Store> = {};

beforeAll(async () => {
  s3 = await testS3(bucket);
  folder = await testFolder('files');
  stores['a folder'] = await open(join(folder, 'store'));
  stores['a bucket'] = await open(`s3://${bucket}/within/it`);
}, 60_000);

afterAll(async () => {
  await s3.dispose();
  await rm(folder, { recursive: true, force: true });
});

const mebibyte = 1024 * 1024;
/** Bytes of which no two places are alike for long. */
const pattern = Buffer.from(Uint8Array.from({ length: 65_537 }, (_, at) => (at * 31 + (at >> 8)) & 0xff));
const bytesOf = (size: number) => Buffer.alloc(size, pattern);
const all = async (store: Store, ...names: string[]) => {
  const pieces: Buffer[] = [];
  for await (const piece of piecesOf(store, ...names)) pieces.push(piece);
  return Buffer.concat(pieces);
};
const names = async (store: Store, prefix = '', after?: string) => {
  const found: string[] = [];
  for await (const { name } of store.list(prefix, after)) found.push(name);
  return found;
};

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe.each(['a folder', 'a bucket'])('%s', (kind) => {
  let store: Store;
  beforeEach(async () => {
    store = stores[kind] as Store;
    await removeAll(store, '');
  });

  it.each([1, mebibyte, 12 * mebibyte + 77])(
    'gives %s bytes back as they came, in pieces of unknown number',
    async (size) => {
      const bytes = bytesOf(size);
      expect(await store.put('a/b', inPieces(bytes, 700_001))).toBe(size);
      expect((await all(store, 'a/b')).equals(bytes)).toBe(true);
      expect(await store.size('a/b')).toBe(size);
      expect((await store.read('a/b', size - 1, 10)).equals(bytes.subarray(-1))).toBe(true);
      expect(await store.read('a/b', size, 10)).toHaveLength(0);
    },
    60_000,
  );

  // The server of this test answers a range of an empty object with a byte that never comes: it is only asked for its size.
  it('keeps what is empty', async () => {
    expect(await store.put('empty', Buffer.alloc(0))).toBe(0);
    expect(await store.size('empty')).toBe(0);
  });

  it('puts one object in place of another, and several behind each other', async () => {
    await store.put('one', Buffer.from('first'));
    await store.put('one', Buffer.from('I'));
    await store.put('two', Buffer.from('II'));
    expect((await all(store, 'one', 'two')).toString()).toBe('III');
    await store.put('both', piecesOf(store, 'one', 'two'));
    expect((await all(store, 'both')).toString()).toBe('III');
  });

  it('keeps nothing of what breaks off, and throws what broke it', async () => {
    const broken = async function* () {
      yield bytesOf(11 * mebibyte);
      await Promise.resolve();
      throw new RangeError('no more');
    };
    await expect(store.put('half', broken())).rejects.toThrow(new RangeError('no more'));
    expect(await store.size('half')).toBeUndefined();
    expect(await names(store)).toEqual([]);
    const left = (
      await readdir(kind === 'a folder' ? folder : s3.folder, { recursive: true, withFileTypes: true })
    ).filter((entry) => entry.isFile() && (entry.parentPath + entry.name).includes('half'));
    expect(left).toEqual([]);
  }, 60_000);

  it('says that there is nothing where there is nothing, and removes it gladly', async () => {
    await expect(store.read('none', 0, 10)).rejects.toBeInstanceOf(MissingObject);
    expect(await store.size('none')).toBeUndefined();
    await store.remove('none');
    await store.put('dir/some', Buffer.from('x'));
    await store.remove('dir/some');
    expect(await store.size('dir/some')).toBeUndefined();
  });

  it('lists by beginning, in order, behind a name, with sizes and times', async () => {
    for (const name of ['p/2', 'p/10', 'p/1', 'p/1.x', 'pp', 'q/1']) await store.put(name, Buffer.from(name));
    expect(await names(store, 'p/')).toEqual(['p/1', 'p/1.x', 'p/10', 'p/2']);
    expect(await names(store, 'p/1')).toEqual(['p/1', 'p/1.x', 'p/10']);
    expect(await names(store, 'p/', 'p/1.x')).toEqual(['p/10', 'p/2']);
    expect(await names(store)).toHaveLength(6);
    for await (const { size, time } of store.list('p/10')) {
      expect(size).toBe(4);
      expect(Math.abs(time - Date.now())).toBeLessThan(60_000);
    }
  });

  it('takes many at once, also into one place and out of it', async () => {
    const one = async (at: number) => {
      await store.put(`many/${at}`, Buffer.from(`${at}`));
      expect((await store.read(`many/${at}`, 0, 10)).toString()).toBe(`${at}`);
      await store.remove(`many/${at}`);
    };
    await Promise.all(Array.from({ length: 30 }, (_, at) => one(at)));
    expect(await names(store)).toEqual([]);
  });

  it.each(['../x', 'a/../../x', '/etc/passwd', 'a//b', '.drafts/x', 'a b', ''])(
    'takes no name that leads elsewhere: %j',
    async (name) => {
      await expect(store.put(name, Buffer.from('x'))).rejects.toBeInstanceOf(RangeError);
    },
  );
});

describe('what a killed writer leaves', () => {
  it('in a folder is out of sight and removed later', async () => {
    const [store] = [stores['a folder'] as Store];
    const drafts = join(folder, 'store', '.drafts');
    let running = true;
    const never = async function* () {
      yield Buffer.from('half');
      while (running) await new Promise((resolve) => setTimeout(resolve, 5));
      throw new Error('enough');
    };
    const writing = store.put('never', never()).catch(() => undefined);
    while ((await readdir(drafts)).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await names(store)).toEqual([]);
    await store.tidy(60_000);
    const [draft = ''] = await readdir(drafts);
    expect(draft).not.toBe('');
    const old = new Date(Date.now() - 61_000);
    await utimes(join(drafts, draft), old, old);
    await store.tidy(60_000);
    expect(await readdir(drafts)).toEqual([]);
    running = false;
    await writing;
  });

  it('in a bucket is no object; a store that lists no uploads leaves them to its own rule', async () => {
    const client = s3Client();
    await client.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'within/it/never' }));
    const [store] = [stores['a bucket'] as Store];
    expect(await names(store)).toEqual([]);
    await store.tidy(0);
  });
});

describe('a store that is not as the settings say', () => {
  it.each([
    ['s3://no-such-bucket/x', 'FILES_FOLDER: there is no bucket no-such-bucket'],
    ['s3://UPPER/x', 'must be a folder or s3://bucket/prefix'],
    [import.meta.filename, `FILES_FOLDER: the folder ${import.meta.filename} cannot be written`],
  ])('keeps a service from starting: %s', async (value, text) => {
    await expect(open(value)).rejects.toThrow(text);
  });

  it('keeps it from starting with keys that are refused, and tells no key', async () => {
    const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: key } = process.env;
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'NOBODY', AWS_SECRET_ACCESS_KEY: 'wrong-secret-key' });
    const refused = open(`s3://${bucket}`);
    await expect(refused).rejects.toThrow(`FILES_FOLDER: the bucket ${bucket} is refused to us (HTTP 403)`);
    await refused.catch((error: unknown) =>
      expect(JSON.stringify(allOf(error))).not.toMatch(/wrong-secret-key|NOBODY/),
    );
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: key });
  });

  it('is named by every call while it does not answer, without a key, and works again when it does', async () => {
    const store = stores['a bucket'] as Store;
    await s3.stop();
    const down = { code: 'unavailable', reason: 'store-unavailable', params: { store: 'files' } };
    const attempts = {
      put: () => store.put('x', Buffer.from('x')),
      putLarge: () => store.put('x', inPieces(bytesOf(11 * mebibyte), mebibyte)),
      read: () => store.read('x', 0, 1),
      size: () => store.size('x'),
      list: () => names(store),
      remove: () => store.remove('x'),
      tidy: () => store.tidy(0),
    };
    for (const attempt of Object.values(attempts)) {
      const error: unknown = await attempt().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject(down);
      expect(JSON.stringify(allOf(error))).not.toMatch(/S3RVER|authorization/i);
    }
    warnings.length = 0;
    const late = await open(`s3://${bucket}/within/it`);
    expect(warnings).toMatchObject([{ variable: 'FILES_FOLDER', err: down }]);
    await s3.start();
    await late.put('x', Buffer.from('back'));
    expect((await all(store, 'x')).toString()).toBe('back');
  }, 60_000);
});

/** An error with all that hangs on it, as a log may print it. */
function allOf(error: unknown): object {
  if (!(error instanceof Error)) return { error };
  const own = Object.fromEntries(
    Object.getOwnPropertyNames(error).map((name) => [
      name,
      (error as unknown as Record<string, unknown>)[name],
    ]),
  );
  return { ...own, ...(error.cause !== undefined && { cause: allOf(error.cause) }) };
}
