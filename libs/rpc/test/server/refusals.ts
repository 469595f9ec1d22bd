import { status } from '@grpc/grpc-js';
import { messageLimit } from '../../src/metadata.js';
import { as, getNotice, id, notices, send, service, wanted } from './scene.js';

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
