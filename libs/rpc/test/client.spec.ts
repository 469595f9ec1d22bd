import { v7 as uuidv7 } from 'uuid';
import { AppError } from '@kontor/errors/app-error';
import type { Language } from '@kontor/errors/languages';
import type { Call } from '@kontor/access/call';
import { contract } from '@kontor/schema/contract';
import { freePort } from '../../../tools/servers/ports.ts';
import { RpcClients, type OutgoingCall } from '../src/client.js';
import { messageLimit } from '../src/metadata.js';
import { RpcProblem } from '../src/problem-error.js';
import { startNoticeServer, type NoticeServer } from './notice-server.js';

const service = '/kontor.notification.v1.NoticeService';
const id = uuidv7();

let notices: NoticeServer;
let clients: RpcClients;
let token: string;
let usual: NoticeServer['behaviour'];
beforeAll(async () => {
  notices = await startNoticeServer();
  usual = { ...notices.behaviour };
  clients = new RpcClients({ notification: notices.listen });
  token = await notices.token();
}, 60_000);
afterEach(() => void Object.assign(notices.behaviour, usual));
afterAll(async () => {
  clients?.close();
  await notices?.close();
});

const circumstances = (more: Partial<OutgoingCall> = {}): OutgoingCall => ({
  requestId: uuidv7(),
  language: 'en',
  deadline: Date.now() + 10_000,
  ...more,
});
const get = (more?: Partial<OutgoingCall>, by = clients) =>
  by.call<{ id: string }>(`${service}/GetNotice`, { id }, circumstances(more), token);
const read = (more?: Partial<OutgoingCall>) =>
  clients.call(`${service}/ReadNotice`, { id }, circumstances(more), token);

describe('a client', () => {
  it('gives the answer, and its version tag where there is one', async () => {
    notices.behaviour.get = () => Promise.resolve({ id, etag: '3' });
    expect(await get()).toMatchObject({ id });
    const bytes = Buffer.from(JSON.stringify({ id }));
    const answer = await clients.callJson(
      contract.method(`${service}/GetNotice`),
      bytes,
      circumstances(),
      token,
    );
    expect(answer.etag).toBe('3');
    expect(JSON.parse(answer.body.toString())).toMatchObject({ id });
    const list = await clients.callJson(
      contract.method(`${service}/ListNotices`),
      Buffer.from('{}'),
      circumstances(),
      token,
    );
    expect(list.etag).toBeUndefined();
  });

  it('waits no longer than the deadline', async () => {
    notices.behaviour.get = () => new Promise(() => undefined);
    await expect(get({ deadline: Date.now() + 150 })).rejects.toMatchObject({
      code: 'deadline',
      reason: 'deadline-exceeded',
    });
  });

  it('does not even ask when the deadline has passed', async () => {
    let asked = false;
    notices.behaviour.get = () => ((asked = true), Promise.resolve({ id }));
    await expect(get({ deadline: Date.now() - 1 })).rejects.toMatchObject({ code: 'deadline' });
    expect(asked).toBe(false);
  });

  it('tries again what was unavailable for a moment, with the same key and request id', async () => {
    const calls: Call[] = [];
    notices.behaviour.read = (_request, call) => {
      calls.push(call);
      return calls.length < 3
        ? Promise.reject(new AppError('unavailable', 'unavailable'))
        : Promise.resolve({ id });
    };
    expect(await read({ idempotencyKey: 'k-1', requestId: 'r-1' })).toMatchObject({ id });
    expect(calls.map(({ idempotencyKey, requestId }) => [idempotencyKey, requestId])).toEqual(
      Array.from({ length: 3 }, () => ['k-1', 'r-1']),
    );
  });

  it('gives a change without a key one of its own, so that trying again is safe; a read needs none', async () => {
    const keys: (string | undefined)[] = [];
    notices.behaviour.read = (_request, call) => {
      keys.push(call.idempotencyKey);
      return keys.length < 2
        ? Promise.reject(new AppError('unavailable', 'unavailable'))
        : Promise.resolve({ id });
    };
    notices.behaviour.get = (_request, call) => (keys.push(call.idempotencyKey), Promise.resolve({ id }));
    await read();
    await read();
    await get();
    expect(keys[0]).toMatch(/./);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
    expect(keys[3]).toBeUndefined();
  });

  it.each([
    new AppError('conflict', 'record-changed'),
    new AppError('invalid', 'invalid-request'),
    new Error('a fault'),
  ])('does not try again what was refused: %s', async (refusal) => {
    let times = 0;
    notices.behaviour.read = () => ((times += 1), Promise.reject(refusal));
    await expect(read()).rejects.toThrow();
    expect(times).toBe(1);
  });

  it.each<[Language, string]>([
    ['en', 'The notice is worn out'],
    ['ru', 'Уведомление устарело'],
    ['zh-CN', '通知已失效'],
  ])('hears the refusal in the language it asked for: %s', async (language, detail) => {
    notices.behaviour.get = () =>
      Promise.reject(
        new AppError('stale', 'notice-worn-out', {
          current: { id },
          fields: [{ field: 'id', reason: 'required' }],
        }),
      );
    const error = await get({ language }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(RpcProblem);
    expect(error).toMatchObject({
      code: 'stale',
      reason: 'notice-worn-out',
      current: { id },
      fields: [{ field: 'id', reason: 'required' }],
      problem: { detail },
    });
  });

  it('is refused a request or an answer that is too large', async () => {
    const large = { id, x: 'x'.repeat(messageLimit) };
    await expect(clients.call(`${service}/GetNotice`, large, circumstances(), token)).rejects.toMatchObject({
      code: 'too_large',
    });
    notices.behaviour.get = () => Promise.resolve({ id, body: 'x'.repeat(messageLimit + 1) });
    await expect(get()).rejects.toMatchObject({ code: 'too_large' });
    notices.behaviour.get = usual.get;
    expect(await get()).toMatchObject({ id });
  });

  it('says that a service is unavailable where nobody listens, soon', async () => {
    const lonely = new RpcClients({ notification: `127.0.0.1:${await freePort()}` });
    await expect(get({}, lonely)).rejects.toMatchObject({
      code: 'unavailable',
      reason: 'unavailable',
      retryAfterSeconds: 1,
    });
    expect(await lonely.ready('notification', 50)).toBe(false);
    expect(await lonely.ready('unheard-of', 50)).toBe(false);
    lonely.close();
  });

  it('names the service whose address is not set, and the call that the contract does not have', async () => {
    await expect(get({}, new RpcClients({}))).rejects.toThrow(
      'No address of the service notification is set',
    );
    await expect(clients.call(`${service}/Nothing`, {}, circumstances())).rejects.toThrow(
      'NoticeService/Nothing',
    );
  });

  it('finds a service again after it was restarted', async () => {
    const listen = `127.0.0.1:${await freePort()}`;
    const own = new RpcClients({ notification: listen });
    const first = await startNoticeServer({ listen });
    expect(await get({}, own)).toMatchObject({ id });
    await first.close();
    await expect(get({}, own)).rejects.toMatchObject({ code: 'unavailable' });
    const second = await startNoticeServer({ listen });
    expect(await own.ready('notification', 10_000)).toBe(true);
    expect(await get({}, own)).toMatchObject({ id });
    own.close();
    await second.close();
  });
});
