import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Call } from '@kontor/access/call';
import { Organisation } from '@kontor/access/organisation';
import { AppError } from '@kontor/errors/app-error';
import { connectBroker, type Broker } from '@kontor/events/connection';
import type { CurrentPerson } from '@kontor/rpc/current-person';
import { RpcServer } from '@kontor/rpc/server';
import { TokenVerifier } from '@kontor/rpc/tokens';
import { contract } from '@kontor/schema/contract';
import { createLogger } from '@kontor/telemetry/logger';
import { natsProgram } from '../../../tools/servers/nats.ts';
import { freePort } from '../../../tools/servers/ports.ts';
import { launch, untilReady } from '../../../tools/servers/processes.ts';
import type { GatewayConfig, GatewayLimits } from '../src/config.js';
import { startGateway, type Gateway } from '../src/gateway.js';
import { Signer } from './signer.js';

/** What answers a call in a test, by `Service/Method` such as CustomerService/GetCustomer. */
export type Answers = Record<string, (request: never, call: Call) => unknown>;

/** Whom the services know; without anybody the tokens count. */
export interface Known {
  organisation: Organisation;
  people: Record<string, CurrentPerson>;
}

/** A gateway on loopback, with gRPC services behind it that answer as the test says, and a broker of its own. */
export interface Stage {
  gateway: Gateway;
  signer: Signer;
  answers: Answers;
  known: Known;
  broker: Broker;
  nats: Nats;
  /** A request to the gateway; JSON bodies may be given as objects. */
  ask(path: string, options?: Ask): Promise<Response>;
  close(): Promise<void>;
}

/** The broker of a stage. */
export interface Nats {
  url: string;
  /** Stops it, wipes its store and starts it again at the same address. */
  loseStore(): Promise<void>;
}

/** A request of a test. */
export interface Ask {
  method?: string;
  token?: string;
  json?: unknown;
  body?: NonNullable<RequestInit['body']>;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

const services = ['identity', 'customer', 'sales-pipeline', 'notification'];

const limits: GatewayLimits = {
  requestsPerMinute: 0,
  signInsPerMinute: 0,
  bodyBytes: 1024 * 1024,
  importBytes: 8 * 1024 * 1024,
  fileBytes: 3 * 1024 * 1024,
  eventStreamsPerPerson: 20,
};

/** Raises the stage. `overrides` are limits that the test is about. What was started is stopped where the rest fails. */
export async function raiseStage(overrides: Partial<GatewayLimits> = {}): Promise<Stage> {
  const started = new Started();
  try {
    return await raise(overrides, started);
  } catch (error) {
    await started.stop();
    throw error;
  }
}

/** What runs, to be stopped in the order opposite to that of its start. */
class Started {
  readonly #stops: (() => unknown)[] = [];

  defer(stop: () => unknown): void {
    this.#stops.push(stop);
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse()) await stop();
  }
}

async function raise(overrides: Partial<GatewayLimits>, started: Started): Promise<Stage> {
  const signer = await Signer.create();
  const answers: Answers = {
    'SessionService/ListKeys': () => signer.keys,
    'CustomFieldService/ListCustomFields': () => ({ fields: [] }),
    'OrganisationService/GetOrganisation': () => ({ people: [], units: [], roles: [], substitutions: [] }),
  };
  const known: Known = { organisation: new Organisation([]), people: {} };
  const nats = await startNats(started);
  const addresses: Record<string, string> = {};
  for (const service of services) {
    addresses[service] = `127.0.0.1:${await freePort()}`;
    await serve(started, service, addresses[service], signer, answers, known);
  }
  const broker = await connectBroker({ url: nats.url, name: 'test', onLost: () => undefined });
  started.defer(() => broker.close());
  const config: GatewayConfig = {
    host: '127.0.0.1',
    port: 0,
    natsUrl: nats.url,
    services: addresses,
    limits: { ...limits, ...overrides },
    trustProxy: false,
    accessLog: false,
  };
  const gateway = await startGateway(config, createLogger('gateway', 'silent'));
  started.defer(() => gateway.close());
  return {
    gateway,
    signer,
    answers,
    known,
    broker,
    nats,
    ask: (path, options = {}) => ask(gateway.url + path, options),
    close: () => started.stop(),
  };
}

/** A broker with an empty store of its own. */
async function startNats(started: Started): Promise<Nats> {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-gateway-'));
  started.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
  const program = await natsProgram({ storeDir: join(folder, 'store'), runDir: folder });
  let launched = await launch(program);
  started.defer(() => launched.stop());
  await untilReady(program, launched);
  return {
    url: program.url,
    loseStore: async () => {
      await launched.stop();
      await rm(program.storeDir, { recursive: true, force: true });
      launched = await launch(program);
      await untilReady(program, launched);
    },
  };
}

function ask(url: string, { method, token, json, body, headers, signal }: Ask): Promise<Response> {
  return fetch(url, {
    method: method ?? (json === undefined && body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(json !== undefined ? { body: JSON.stringify(json) } : body !== undefined ? { body } : {}),
    ...(signal && { signal }),
    redirect: 'manual',
  });
}

async function serve(
  started: Started,
  service: string,
  listen: string,
  signer: Signer,
  answers: Answers,
  known: Known,
): Promise<void> {
  const server = new RpcServer({
    service,
    listen,
    tokens: new TokenVerifier(() => Promise.resolve(signer.keys)),
    currentPerson: (id) => known.people[id],
    organisation: () => known.organisation,
    messages: [],
    onFault: (error) => process.stderr.write(`${String(error)}\n`),
  });
  started.defer(() => server.close());
  for (const method of contract
    .methods()
    .filter((one) => one.service.startsWith(`kontor.${service.replaceAll('-', '_')}.v1.`))) {
    const name = method.service.split('.').at(-1) ?? '';
    const handler = async (request: never, call: Call) => {
      const answer = answers[`${name}/${method.name}`];
      if (!answer) throw new AppError('not_found', 'record-not-found');
      return answer(request, call);
    };
    const rpc = method.name.charAt(0).toLowerCase() + method.name.slice(1);
    server.addHandler(JSON.stringify({ service: name, rpc, streaming: 'no_stream' }), handler as never);
  }
  await new Promise<void>((resolve, reject) => {
    void server.listen((error?: unknown) => (error ? reject(error as Error) : resolve()));
  });
  server.health.setStatus('', 'SERVING');
}
