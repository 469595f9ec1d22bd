import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { v7 as uuidv7 } from 'uuid';
import type { Call } from '@kontor/access/call';
import { contract, type MethodContract } from '@kontor/schema/contract';
import { recordCall } from '@kontor/telemetry/metrics';
import { carry, inSpan, SpanKind } from '@kontor/telemetry/tracer';
import type { Acting } from './acting-headers.js';
import { flowWindow, messageLimit, metadataKeys } from './metadata.js';
import { problemOf } from './problem-error.js';
import { isRefusal } from './refusal.js';

/** A call that did not reach the service is tried again, up to three times; its key makes that safe. */
const serviceConfig = JSON.stringify({
  loadBalancingConfig: [{ round_robin: {} }],
  methodConfig: [
    {
      name: [{}],
      retryPolicy: {
        maxAttempts: 3,
        initialBackoff: '0.05s',
        maxBackoff: '0.5s',
        backoffMultiplier: 2,
        retryableStatusCodes: ['UNAVAILABLE'],
      },
    },
  ],
  retryThrottling: { maxTokens: 10, tokenRatio: 0.1 },
});

/** The answer of a call as JSON bytes, and its version tag where it is one record. */
export interface JsonAnswer {
  body: Buffer;
  etag: string | undefined;
}

/** What a call needs of its caller's circumstances. */
export type OutgoingCall = Pick<
  Call,
  'requestId' | 'language' | 'deadline' | 'idempotencyKey' | 'userAgent' | 'address'
> &
  Acting;

const asIs = (bytes: Buffer) => bytes;

/** Clients of the other services, one connection each. Addresses: service name → host:port. */
export class RpcClients {
  private readonly clients = new Map<string, Client>();

  constructor(addresses: Record<string, string>) {
    for (const [service, address] of Object.entries(addresses)) {
      const client = new Client(address, credentials.createInsecure(), {
        'grpc.service_config': serviceConfig,
        'grpc-node.flow_control_window': flowWindow,
        'grpc.keepalive_time_ms': 60_000,
        'grpc.keepalive_timeout_ms': 20_000,
        'grpc.max_receive_message_length': messageLimit,
        'grpc.initial_reconnect_backoff_ms': 100,
        'grpc.max_reconnect_backoff_ms': 1_000,
      });
      this.clients.set(service, client);
    }
  }

  /** Calls with JSON bytes of the request message; the answer's bytes can go to the HTTP caller as they are. */
  callJson(method: MethodContract, request: Buffer, call: OutgoingCall, token: string): Promise<JsonAnswer> {
    const client = this.clientOf(method);
    return inSpan(method.path.slice(1), { kind: SpanKind.CLIENT, isAnswer: isRefusal }, () => {
      const started = performance.now();
      const metadata = outgoing(method, call, token);
      return new Promise<JsonAnswer>((resolve, reject) => {
        let body: Buffer | undefined;
        const finish = (code: string) =>
          recordCall({
            side: 'client',
            method: method.path,
            code,
            seconds: (performance.now() - started) / 1000,
          });
        const running = client.makeUnaryRequest(
          method.jsonPath,
          asIs,
          asIs,
          request,
          metadata,
          { deadline: call.deadline },
          (error: ServiceError | null, answer?: Buffer) => {
            if (error) {
              const problem = problemOf(error);
              finish(problem.code);
              return reject(problem);
            }
            body = answer;
          },
        );
        // The status, with the trailers, comes right after the answer.
        running.on('status', (status) => {
          if (status.code !== 0) return;
          finish('ok');
          const [etag] = status.metadata.get(metadataKeys.etag);
          resolve({ body: body ?? Buffer.alloc(0), etag: typeof etag === 'string' ? etag : undefined });
        });
      });
    });
  }

  /** Calls with a message and gives the answer as a message. */
  async call<T>(path: string, request: object, call: OutgoingCall, token = ''): Promise<T> {
    const { body } = await this.callJson(
      contract.method(path),
      Buffer.from(JSON.stringify(request)),
      call,
      token,
    );
    return JSON.parse(body.toString('utf8')) as T;
  }

  /** Whether a service can be reached within `timeout` milliseconds. */
  ready(service: string, timeout: number): Promise<boolean> {
    const client = this.clients.get(service);
    if (!client) return Promise.resolve(false);
    return new Promise((resolve) => client.waitForReady(Date.now() + timeout, (error) => resolve(!error)));
  }

  close(): void {
    for (const client of this.clients.values()) client.close();
  }

  private clientOf(method: MethodContract): Client {
    const service = (method.service.split('.')[1] ?? '').replaceAll('_', '-');
    const client = this.clients.get(service);
    if (!client) throw new Error(`No address of the service ${service} is set`);
    return client;
  }
}

/** Metadata is printable ASCII. */
const unprintable = /[^\x20-\x7e]/g;

function outgoing(
  method: MethodContract,
  { requestId, language, idempotencyKey, userAgent, address, onBehalfOf, viewAsRole }: OutgoingCall,
  token: string,
): Metadata {
  const metadata = new Metadata();
  if (token) metadata.set(metadataKeys.token, `Bearer ${token}`);
  metadata.set(metadataKeys.requestId, requestId);
  metadata.set(metadataKeys.language, language);
  // A change whose answer got lost is sent again: without a key it would happen twice.
  const key = idempotencyKey || (method.reads || !token ? '' : uuidv7());
  if (key) metadata.set(metadataKeys.idempotencyKey, key);
  if (userAgent) metadata.set(metadataKeys.userAgent, userAgent.replace(unprintable, '?'));
  if (address) metadata.set(metadataKeys.address, address.replace(unprintable, '?'));
  if (onBehalfOf) metadata.set(metadataKeys.onBehalfOf, onBehalfOf);
  if (viewAsRole) metadata.set(metadataKeys.viewAsRole, viewAsRole);
  const { traceparent } = carry();
  if (traceparent) metadata.set('traceparent', traceparent);
  return metadata;
}
