import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, credentials, Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { testDatabase, type TestDatabase } from '@kontor/testing/database';
import { testFolder } from '@kontor/testing/folder';
import { until } from '@kontor/testing/until';
import { natsProgram } from '../../../tools/servers/nats.ts';
import { freePort } from '../../../tools/servers/ports.ts';
import { launch, untilReady, type Launched } from '../../../tools/servers/processes.ts';

const serving = 1;
const notServing = 2;

let folder: string;
let nats: Launched;
let natsUrl: string;
let keys: string;
let token: string;
let database: TestDatabase;

beforeAll(async () => {
  folder = await testFolder('service');
  const program = await natsProgram({ storeDir: join(folder, 'store'), runDir: folder });
  nats = await launch(program);
  natsUrl = program.url;
  await untilReady(program, nats);
  database = await testDatabase('notification');
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  keys = JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'test', alg: 'EdDSA' }] });
  token = await new SignJWT({ sid: 's', roles: ['salesperson'], lang: 'en', tz: 'UTC' })
    .setProtectedHeader({ alg: 'EdDSA', kid: 'test' })
    .setSubject('01890a5d-ac96-774b-bcce-b302099a8057')
    .setIssuer('kontor')
    .setAudience('kontor')
    .setExpirationTime('5m')
    .sign(pair.privateKey);
}, 60_000);

afterAll(async () => {
  await nats?.stop();
  await database?.dispose();
  await rm(folder, { recursive: true, force: true });
});

interface Process {
  child: ChildProcess;
  listen: string;
  client: Client;
  /** All that it said so far. */
  said(): string;
  /** How it ended. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

const started: Process[] = [];
afterEach(() => {
  for (const { child, client } of started.splice(0)) {
    child.kill('SIGKILL');
    client.close();
  }
});

/** Starts the sample on what is built (`npm run build`), as in production. */
async function start(env: Record<string, string | undefined> = {}): Promise<Process> {
  const listen = `127.0.0.1:${await freePort()}`;
  const given = {
    NOTIFICATION_DATABASE_URL: database.url,
    NOTIFICATION_DATABASE_OWNER_URL: database.ownerUrl,
    NOTIFICATION_LISTEN: listen,
    NATS_URL: natsUrl,
    KONTOR_SECRET: 'a secret of the test run',
    KONTOR_STREAM_SIZE: 'small',
    SAMPLE_KEYS: keys,
    PATH: process.env.PATH,
    ...env,
  };
  const child = spawn(process.execPath, [`${import.meta.dirname}/sample-service.mjs`], {
    env: given,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => (said += bytes.toString()));
  const ended = once(child, 'close').then(
    ([code, signal]) => ({ code, signal }) as Awaited<Process['ended']>,
  );
  const client = new Client(listen, credentials.createInsecure());
  const running = { child, listen, client, said: () => said, ended };
  started.push(running);
  return running;
}

const asIs = (bytes: Buffer) => bytes;

function ask(client: Client, path: string, body: string, deadline = Date.now() + 30_000): Promise<status> {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${token}`);
  return new Promise((resolve) =>
    client.makeUnaryRequest(
      path,
      asIs,
      asIs,
      Buffer.from(body),
      metadata,
      { deadline },
      (error: ServiceError | null) => resolve(error ? error.code : status.OK),
    ),
  );
}

/** The health of a service as it changes; ends the watch when told to. */
function watch(client: Client, onState: (state: number, stop: () => void) => void): void {
  const call = client.makeServerStreamRequest(
    '/grpc.health.v1.Health/Watch',
    asIs,
    asIs,
    Buffer.alloc(0),
    {},
  );
  call.on('data', (bytes: Buffer) => onState(bytes[1] ?? 0, () => call.cancel()));
  call.on('error', () => undefined);
}

const untilServing = (running: Process) =>
  until(
    `the service to serve; it said:\n${running.said()}`,
    async () => {
      if (running.child.exitCode !== null) throw new Error(running.said());
      return (await ask(running.client, '/grpc.health.v1.Health/Check', '', Date.now() + 500)) === status.OK;
    },
    25_000,
  );

/** A call that runs for so many milliseconds. */
const slowCall = (client: Client, milliseconds: number) =>
  ask(
    client,
    '/json.kontor.notification.v1.NoticeService/GetNotice',
    JSON.stringify({ id: `01890a5d-ac96-774b-bcce-b30209${String(milliseconds).padStart(6, '0')}` }),
  );

it('starts, and at SIGTERM says that it serves no more, answers what runs, and ends cleanly', async () => {
  const running = await start();
  await untilServing(running);
  const order: string[] = [];
  const ready = new Promise<void>((resolve) =>
    watch(running.client, (state, stop) => {
      if (state === serving) resolve();
      if (state === notServing) {
        order.push('not serving');
        stop();
      }
    }),
  );
  await ready;
  const answer = slowCall(running.client, 1_500).then((code) => order.push(`answered ${code}`));
  await until('the call to run', () => running.said().includes('call runs'));
  running.child.kill('SIGTERM');
  await answer;
  expect(await running.ended).toEqual({ code: 0, signal: null });
  expect(order).toEqual(['not serving', 'answered 0']);
  expect(running.said()).not.toMatch(/"level":"?(error|fatal|50|60)/);
}, 60_000);

it('ends cleanly at SIGINT too, and starts again on the same database', async () => {
  for (let round = 0; round < 2; round++) {
    const running = await start();
    await untilServing(running);
    running.child.kill('SIGINT');
    expect(await running.ended).toEqual({ code: 0, signal: null });
  }
}, 60_000);

it('ends at once when the signal comes a second time', async () => {
  const running = await start();
  await untilServing(running);
  const cut = slowCall(running.client, 60_000);
  await until('the call to run', () => running.said().includes('call runs'));
  running.child.kill('SIGTERM');
  // Once no new connection is taken, the first signal is being obeyed.
  await until('the port to be closed', async () => {
    const late = new Client(running.listen, credentials.createInsecure());
    const code = await ask(late, '/grpc.health.v1.Health/Check', '', Date.now() + 500);
    late.close();
    return code !== status.OK;
  });
  running.child.kill('SIGTERM');
  expect(await running.ended).toEqual({ code: null, signal: 'SIGTERM' });
  // Whether grpc-js learns first of the reset stream or of the lost connection is a matter of chance.
  expect([status.UNAVAILABLE, status.INTERNAL]).toContain(await cut);
}, 60_000);

describe('does not start', () => {
  it.each([
    [
      'with an entity that no row policy guards',
      { SAMPLE: 'unguarded' },
      'Entity Board has no @Guarded row policy',
    ],
    [
      'without a controller for a call',
      { SAMPLE: 'controller' },
      'No controller answers /kontor.notification.v1.NoticeService/ListNotices',
    ],
    [
      'without its environment',
      { NATS_URL: undefined, KONTOR_SECRET: 'short' },
      /NATS_URL: is not set\s+KONTOR_SECRET: must have/,
    ],
  ])(
    '%s',
    async (_what, env, reason) => {
      const running = await start(env);
      const { code } = await running.ended;
      expect(code).toBeGreaterThan(0);
      expect(running.said()).toMatch(reason);
    },
    60_000,
  );

  it('when a migration fails', async () => {
    await using empty = await testDatabase('notification');
    const running = await start({
      SAMPLE: 'migration',
      NOTIFICATION_DATABASE_URL: empty.url,
      NOTIFICATION_DATABASE_OWNER_URL: empty.ownerUrl,
    });
    expect((await running.ended).code).toBeGreaterThan(0);
    expect(running.said()).toContain('division by zero');
  }, 60_000);
});
