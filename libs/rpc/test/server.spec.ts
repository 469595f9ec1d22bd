import { Client, credentials, Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { v7 as uuidv7 } from 'uuid';
import { AppError } from '@kontor/errors/app-error';
import type { Problem } from '@kontor/errors/problem';
import type { Call } from '@kontor/access/call';
import { knownPermissions } from '@kontor/access/permissions';
import { decodeResponse, encodeRequest } from '@kontor/schema/codec';
import { contract } from '@kontor/schema/contract';
import { messageLimit, metadataKeys } from '../src/metadata.js';
import { RpcProblem } from '../src/problem-error.js';
import { startNoticeServer, type NoticeServer } from './notice-server.js';

const service = '/kontor.notification.v1.NoticeService';
const getNotice = contract.method(`${service}/GetNotice`);
const readNotice = contract.method(`${service}/ReadNotice`);

let notices: NoticeServer;
let client: Client;
let usual: NoticeServer['behaviour'];
beforeAll(async () => {
  notices = await startNoticeServer();
  usual = { ...notices.behaviour };
  client = new Client(notices.listen, credentials.createInsecure());
}, 60_000);
afterEach(() => {
  Object.assign(notices.behaviour, usual);
  notices.faults.length = 0;
});
afterAll(async () => {
  client?.close();
  await notices?.close();
});

interface Answer {
  code: status;
  body: Buffer | undefined;
  problem: Problem | undefined;
  etag: unknown;
}

/** Sends bytes as they are. */
function send(
  path: string,
  body: Buffer | string,
  metadata: Record<string, string> = {},
  to = client,
  deadline = Date.now() + 10_000,
): Promise<Answer> {
  const asIs = (bytes: Buffer) => bytes;
  const sent = new Metadata();
  for (const [key, value] of Object.entries(metadata)) sent.set(key, value);
  return new Promise((resolve) => {
    let answer: Buffer | undefined;
    to.makeUnaryRequest(
      path,
      asIs,
      asIs,
      Buffer.from(body),
      sent,
      { deadline },
      (error: ServiceError | null, bytes) => {
        answer = error ? undefined : bytes;
      },
    ).on('status', ({ code, metadata: trailers }) => {
      const [problem] = trailers.get(metadataKeys.problem);
      resolve({
        code,
        body: answer,
        problem: problem ? (JSON.parse(problem.toString()) as Problem) : undefined,
        etag: trailers.get(metadataKeys.etag)[0],
      });
    });
  });
}

const as = async (claims = {}) => ({ authorization: `Bearer ${await notices.token(claims)}` });
const id = uuidv7();
const wanted = JSON.stringify({ id });

describe('a call', () => {
  it('answers the same under both paths, in the codec of the path', async () => {
    notices.behaviour.get = (request) =>
      Promise.resolve({
        id: request.id,
        subject: 'Звонок 北京',
        read: true,
        readTime: '2026-01-01T00:00:00.500Z',
        deliveries: [],
        etag: '7',
      });
    const metadata = await as();
    const json = await send(getNotice.jsonPath, wanted, metadata);
    const binary = await send(getNotice.path, Buffer.from(encodeRequest(getNotice, { id })), metadata);
    expect([json.code, binary.code]).toEqual([status.OK, status.OK]);
    const told = JSON.parse(json.body?.toString() ?? '') as { subject: string };
    expect(told.subject).toBe('Звонок 北京');
    expect(decodeResponse(getNotice, binary.body ?? Buffer.alloc(0))).toEqual(told);
    expect([json.etag, binary.etag]).toEqual(['7', '7']);
  });

  it('reaches the controller with who calls, for how long, in which language, under which key', async () => {
    const calls: Call[] = [];
    notices.behaviour.read = (request, call) => (calls.push(call), Promise.resolve({ id: request.id }));
    const more = {
      [metadataKeys.requestId]: 'r-1',
      [metadataKeys.language]: 'ru',
      [metadataKeys.idempotencyKey]: 'k-1',
    };
    const before = Date.now();
    await send(
      readNotice.jsonPath,
      wanted,
      { ...(await as({ sub: 'anna', roles: ['manager'] })), ...more },
      client,
      before + 60_000,
    );
    const [call] = calls;
    expect(call).toMatchObject({
      caller: { kind: 'person', personId: 'anna', roles: ['manager'] },
      method: readNotice.path,
      requestId: 'r-1',
      language: 'ru',
      idempotencyKey: 'k-1',
    });
    expect(call?.fingerprint).toMatch(/^[\w+/]{43}=$/);
    expect((call?.deadline ?? 0) - before).toBeLessThan(20_000);
  });

  it('of another content has another fingerprint; without a key there is none', async () => {
    const prints: string[] = [];
    notices.behaviour.read = (request, call) => (
      prints.push(call.fingerprint),
      Promise.resolve({ id: request.id })
    );
    const keyed = { ...(await as()), [metadataKeys.idempotencyKey]: 'k' };
    await send(readNotice.jsonPath, wanted, keyed);
    await send(readNotice.jsonPath, wanted, keyed);
    await send(readNotice.jsonPath, JSON.stringify({ id: uuidv7() }), keyed);
    await send(readNotice.jsonPath, wanted, await as());
    expect(prints[1]).toBe(prints[0]);
    expect(prints[2]).not.toBe(prints[0]);
    expect(prints[3]).toBe('');
  });

  it('hears an unknown language as English', async () => {
    const { problem } = await send(getNotice.jsonPath, wanted, { [metadataKeys.language]: 'tlh' });
    expect(problem?.detail).toMatch(/^[\x20-\x7e]+$/);
  });

  it('that takes longer than its deadline ends by it', async () => {
    notices.behaviour.get = () => new Promise(() => undefined);
    const { code } = await send(getNotice.jsonPath, wanted, await as(), client, Date.now() + 200);
    expect(code).toBe(status.DEADLINE_EXCEEDED);
  });
});

describe('a call is refused', () => {
  const untouched = () => Promise.reject(new Error('The controller must not see it'));
  beforeEach(() => {
    notices.behaviour.get = untouched;
    notices.behaviour.list = untouched;
  });
  afterEach(() => expect(notices.faults).toEqual([]));

  it.each(['', 'Basic YTpi', 'Bearer', 'Bearer ', 'bearer x', 'Bearer a.b.c'])(
    'without a good token: %j',
    async (authorization) => {
      const { code, problem } = await send(
        getNotice.jsonPath,
        wanted,
        authorization ? { authorization } : {},
      );
      expect(code).toBe(status.UNAUTHENTICATED);
      expect(problem).toMatchObject({ code: 'unauthenticated', reason: 'signed-out' });
    },
  );

  it('when the token has expired, and is told so', async () => {
    const { problem } = await send(
      getNotice.jsonPath,
      wanted,
      await as({ exp: Math.floor(Date.now() / 1000) - 60 }),
    );
    expect(problem).toMatchObject({ code: 'unauthenticated', reason: 'token-expired' });
  });

  it('without the permission', async () => {
    for (const path of [getNotice.jsonPath, getNotice.path]) {
      const { code, problem } = await send(path, wanted, await as({ roles: [] }));
      expect(code).toBe(status.PERMISSION_DENIED);
      expect(problem).toMatchObject({ code: 'forbidden', reason: 'forbidden' });
    }
  });

  it.each(['', '{', 'null', '7', '[]', '"text"', '{"id":}', '\xff'])(
    'when its JSON is broken or no message: %j',
    async (body) => {
      const { code, problem } = await send(getNotice.jsonPath, body, await as());
      expect(code).toBe(status.INVALID_ARGUMENT);
      expect(problem?.code).toBe('invalid');
    },
  );

  it('when its protobuf is broken', async () => {
    const { code, problem } = await send(getNotice.path, Buffer.from([0x0a, 0xff, 0x01]), await as());
    expect(code).toBe(status.INVALID_ARGUMENT);
    expect(problem?.code).toBe('invalid');
  });

  it.each([
    [{}, 'id'],
    [{ id: 'none' }, 'id'],
    [{ id, colour: 'red' }, 'colour'],
    [{ id: 7 }, 'id'],
    [JSON.parse(`{"id":"${id}","__proto__":{"admin":true}}`) as object, '__proto__'],
  ])('when it breaks the contract, with the field at fault: %j', async (request, field) => {
    const { problem } = await send(getNotice.jsonPath, JSON.stringify(request), await as());
    expect(problem).toMatchObject({ code: 'invalid', reason: 'invalid-request' });
    expect(problem?.fields.map((fault) => fault.field)).toEqual([field]);
  });

  it('when its message is too large', async () => {
    const { code } = await send(
      getNotice.jsonPath,
      JSON.stringify({ id: 'x'.repeat(messageLimit) }),
      await as(),
    );
    expect(code).toBe(status.RESOURCE_EXHAUSTED);
  });

  it('when nobody answers it', async () => {
    for (const path of [
      `${service}/DropNotices`,
      '/kontor.customer.v1.CustomerService/GetCustomer',
      '/x/y',
    ]) {
      expect((await send(path, '{}', await as())).code).toBe(status.UNIMPLEMENTED);
    }
  });
});

describe('an error of a controller', () => {
  it('that is a fault of ours says nothing of itself, and is told to us', async () => {
    const fault = new TypeError('secret SQL of anna@kontor.local');
    notices.behaviour.get = () => Promise.reject(fault);
    const { code, problem } = await send(getNotice.jsonPath, wanted, await as());
    expect(code).toBe(status.INTERNAL);
    expect(problem).toMatchObject({ code: 'internal', reason: 'internal', fields: [] });
    expect(JSON.stringify(problem)).not.toContain('secret');
    expect(notices.faults).toEqual([fault]);
  });

  it('that is thrown at once, or is no Error, or an answer that cannot be written, is a fault of ours too', async () => {
    const wrongs = [
      () => {
        throw new RangeError('at once');
      },
      () => Promise.reject('text' as never as Error),
      () => Promise.resolve({ id: 7n }),
    ];
    const codes: status[] = [];
    for (const wrong of wrongs) {
      notices.behaviour.get = wrong;
      codes.push((await send(getNotice.jsonPath, wanted, await as())).code);
    }
    expect(codes).toEqual(wrongs.map(() => status.INTERNAL));
    expect(notices.faults).toHaveLength(wrongs.length);
  });

  it('is put into the language of the caller', async () => {
    notices.behaviour.get = () =>
      Promise.reject(new AppError('conflict', 'notice-worn-out', { retryAfterSeconds: 3 }));
    const { code, problem } = await send(getNotice.jsonPath, wanted, {
      ...(await as()),
      [metadataKeys.language]: 'ru',
    });
    expect(code).toBe(status.ABORTED);
    expect(problem).toMatchObject({ code: 'conflict', detail: 'Уведомление устарело', retryAfterSeconds: 3 });
  });

  it('that another service answered is passed on word for word', async () => {
    const said: Problem = {
      code: 'stale',
      reason: 'words-of-theirs',
      detail: 'Фраза другого сервиса',
      fields: [{ field: 'a', reason: 'b', message: 'c' }],
      current: { etag: '9' },
      retryAfterSeconds: 4,
    };
    notices.behaviour.get = () => Promise.reject(new RpcProblem(said));
    expect((await send(getNotice.jsonPath, wanted, await as())).problem).toEqual(said);
  });

  it.each([1, 8, 20, 60, 200])(
    'shows a record of %i kB, or leaves it out, but never loses its code',
    async (size) => {
      const current = { subject: 'Ж'.repeat(size * 500) };
      notices.behaviour.get = () => Promise.reject(new AppError('stale', 'stale-record', { current }));
      const { code, problem } = await send(getNotice.jsonPath, wanted, await as());
      expect(code).toBe(status.FAILED_PRECONDITION);
      expect(problem).toMatchObject({ code: 'stale', reason: 'stale-record' });
      if (size <= 8) expect(problem?.current).toMatchObject(current);
    },
  );

  it('of many fields is told whole', async () => {
    const fields = Array.from({ length: 50 }, (_, i) => ({ field: `phones[${i}].raw`, reason: 'required' }));
    notices.behaviour.get = () => Promise.reject(new AppError('invalid', 'invalid-request', { fields }));
    const { problem } = await send(getNotice.jsonPath, wanted, {
      ...(await as()),
      [metadataKeys.language]: 'ru',
    });
    expect(problem?.fields).toHaveLength(50);
  });
});

describe('health', () => {
  const check = async (to = client) => (await send('/grpc.health.v1.Health/Check', '', {}, to)).body?.[1];

  it('is asked by gRPC without a token: 1 serves, 2 does not', async () => {
    expect(await check()).toBe(1);
    notices.server.health.setStatus('', 'NOT_SERVING');
    expect(await check()).toBe(2);
    notices.server.health.setStatus('', 'SERVING');
    expect(await check()).toBe(1);
  });
});

describe('a server', () => {
  it('finishes the calls that run when it closes, and takes no new ones', async () => {
    const closing = await startNoticeServer();
    const own = new Client(closing.listen, credentials.createInsecure());
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    let started = (): void => undefined;
    const running = new Promise<void>((resolve) => (started = resolve));
    closing.behaviour.get = async (request) => {
      started();
      await released;
      return { id: request.id };
    };
    const metadata = { authorization: `Bearer ${await closing.token()}` };
    const answer = send(getNotice.jsonPath, wanted, metadata, own);
    await running;
    const closed = closing.close();
    const late = new Client(closing.listen, credentials.createInsecure());
    expect((await send(getNotice.jsonPath, wanted, metadata, late, Date.now() + 2_000)).code).not.toBe(
      status.OK,
    );
    release();
    expect((await answer).code).toBe(status.OK);
    await closed;
    own.close();
    late.close();
  });

  it('does not start when a call of the contract has no controller', async () => {
    await expect(startNoticeServer({ controllers: [] })).rejects.toThrow(
      `No controller answers ${service}/ListNotices`,
    );
  });

  it('does not start when a call needs a permission that no role has', async () => {
    const known = knownPermissions as Set<string>;
    known.delete('notice.own');
    try {
      await expect(startNoticeServer()).rejects.toThrow('needs notice.own, which no role has');
    } finally {
      known.add('notice.own');
    }
  });

  it('does not start where another listens already', async () => {
    await expect(startNoticeServer({ listen: notices.listen })).rejects.toThrow();
  });
});
