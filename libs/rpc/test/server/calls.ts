import { status } from '@grpc/grpc-js';
import { v7 as uuidv7 } from 'uuid';
import type { Call } from '@kontor/access/call';
import { decodeResponse, encodeRequest } from '@kontor/schema/codec';
import { metadataKeys } from '../../src/metadata.js';
import { as, client, getNotice, id, notices, readNotice, send, wanted } from './scene.js';

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
