import { randomUUID } from 'node:crypto';
import type { EventTypes } from '@kontor/contracts/gen/events';
import { AppError } from '@kontor/errors/app-error';
import { smallStream } from '@kontor/events/config';
import { ensureStream } from '@kontor/events/streams';
import { publishForeign } from '@kontor/testing/foreign-event';
import { until } from '@kontor/testing/until';
import { ApiKeys } from '../src/edge/api-keys.js';
import { EventReader } from './event-reader.js';
import { raiseStage, type Stage } from './stage.js';

const anna = '01900000-0000-7000-8000-00000000000a';
const key = `ktr_${'A'.repeat(49)}`;

let stage: Stage;
let keyId: string;
let exchanges = 0;
/** What identity knows of the key. */
let scopes: string[] | undefined;

beforeAll(async () => {
  stage = await raiseStage();
  const manager = await stage.broker.manager();
  for (const service of ['identity', 'customer', 'notification'])
    await ensureStream(manager, service, smallStream, 'owner');
  stage.answers['ApiKeyService/ExchangeApiKey'] = async ({ secret }: { secret: string }) => {
    exchanges += 1;
    if (secret !== key || !scopes) throw new AppError('unauthenticated', 'api-key-refused');
    const accessToken = await stage.signer.token(anna, ['salesperson'], 300, keyId, scopes);
    return { accessToken, expiresIn: 300 };
  };
  stage.answers['PersonService/ListPeople'] = () => ({ people: [{ id: anna }] });
  stage.answers['CustomerService/ListCustomers'] = () => ({ customers: [] });
});
afterAll(() => stage?.close());
beforeEach(() => {
  keyId = randomUUID();
  scopes = ['customer.read', 'person.read'];
  exchanges = 0;
});

const emit = <K extends keyof EventTypes>(type: K, payload: object) =>
  publishForeign(stage.broker.jetstream, { emitter: 'identity', type, payload: payload as EventTypes[K] });
const calls = (token: string) => stage.ask('/v1/customers', { token });

describe('a key as bearer token', () => {
  it('calls within its scopes, is refused beyond them, and is exchanged once for many calls', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => calls(key)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(exchanges).toBe(1);
    const write = await stage.ask('/v1/customers', { token: key, json: { name: 'Acme' } });
    expect(write.status).toBe(403);
    const own = await stage.ask('/v1/apiKeys', { token: key });
    expect(own.status).toBe(403);
  });

  it('is refused by identity’s word', async () => {
    const answer = await calls(`ktr_${'B'.repeat(49)}`);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ type: 'urn:kontor:error:api-key-refused' });
  });

  it('is refused at once after the event of its end, though its token is still kept', async () => {
    const other = `ktr_${'C'.repeat(49)}`;
    stage.answers['ApiKeyService/ExchangeApiKey'] = async () => ({
      accessToken: await stage.signer.token(anna, ['salesperson'], 300, keyId, ['customer.read']),
      expiresIn: 300,
    });
    expect((await calls(other)).status).toBe(200);
    await emit('kontor.identity.v1.SessionEnded', {
      sessionId: keyId,
      personId: anna,
    });
    await until('the key to be refused', async () => (await calls(other)).status === 401);
  });
});

it('live events reach a key only for what its scopes let it read', async () => {
  const token = await stage.signer.token(anna, ['salesperson'], 300, randomUUID(), ['person.read']);
  const reader = new EventReader(
    await until('the gateway to be ready', async () => {
      const answer = await stage.ask('/v1/events', { token });
      return answer.status === 503 ? undefined : answer;
    }),
  );
  await reader.begun();
  // All in one stream, whose order is kept: what comes first would have to be heard first.
  await emit('kontor.customer.v1.CustomerChanged', {
    customer: { id: randomUUID(), ownerId: anna, etag: '1' },
    changed: [],
  });
  await emit('kontor.notification.v1.NoticeChanged', {
    notice: { id: randomUUID(), personId: anna },
  });
  await emit('kontor.identity.v1.PersonChanged', {
    person: { id: anna, etag: '1' },
  });
  const [first] = await reader.take(1);
  expect(first?.data.type).toBe('kontor.identity.v1.PersonChanged');
  await reader.close();
});

describe('exchanged keys', () => {
  const call = (answer: () => Promise<unknown>) => new ApiKeys({ call: answer as never });

  it('are asked for again after an outage, not after a refusal', async () => {
    let asked = 0;
    const outage = call(() => {
      asked += 1;
      return asked === 1
        ? Promise.reject(new AppError('unavailable', 'unavailable'))
        : Promise.resolve({ accessToken: 'token' });
    });
    await expect(outage.token(key)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(outage.token(key)).resolves.toBe('token');
    let refusals = 0;
    const refusing = call(() => {
      refusals += 1;
      return Promise.reject(new AppError('unauthenticated', 'api-key-refused'));
    });
    for (let i = 0; i < 5; i++)
      await expect(refusing.token(key)).rejects.toMatchObject({ reason: 'api-key-refused' });
    expect(refusals).toBe(1);
  });
});
