import { createHash } from 'node:crypto';
import { Metadata, type Server as GrpcServer, type ServerUnaryCall, type sendUnaryData } from '@grpc/grpc-js';
import { ServerGrpc } from '@nestjs/microservices';
import { HealthImplementation } from 'grpc-health-check';
import { isObservable, lastValueFrom } from 'rxjs';
import { AppError } from '@kontor/errors/app-error';
import { isLanguage, type Language } from '@kontor/errors/languages';
import type { Messages } from '@kontor/errors/messages';
import { toProblem } from '@kontor/errors/problem';
import type { Call } from '@kontor/access/call';
import { nobody, type Caller } from '@kontor/access/caller';
import { knownPermissions, may } from '@kontor/access/permissions';
import { completeRequest, decodeRequest, encodeResponse, stringifyResponse } from '@kontor/schema/codec';
import { contract, type MethodContract } from '@kontor/schema/contract';
import { validateRequest } from '@kontor/schema/validate';
import { recordCall } from '@kontor/telemetry/metrics';
import { continueFrom, inSpan, SpanKind } from '@kontor/telemetry/tracer';
import { asOfNow, type PersonSource } from './current-person.js';
import { failedStatus, RpcProblem } from './problem-error.js';
import { flowWindow, messageLimit, metadataKeys, readLimit, writeLimit } from './metadata.js';
import type { TokenVerifier } from './tokens.js';

/** What answers a call: a controller's method, wrapped by Nest. */
type Handler = (request: unknown, call: Call) => Promise<unknown>;

/** Takes event handlers that Nest found; libs/events runs them. */
export interface EventHandlers {
  add(
    pattern: string,
    handler: (...args: unknown[]) => Promise<unknown>,
    extras?: Record<string, unknown>,
  ): void;
}

export interface RpcServerOptions {
  /** Name of the service, such as customer: it serves the proto package kontor.customer.v1. */
  service: string;
  /** host:port to listen on. */
  listen: string;
  tokens: TokenVerifier;
  /** Who a caller is now, whatever the token says; without it the token counts. */
  currentPerson?: PersonSource | undefined;
  /** Sentences of the service's own errors. */
  messages: Messages[];
  events?: EventHandlers;
  /** Told of every error that is a fault of ours. */
  onFault: (error: unknown, method: string, requestId: string) => void;
}

/** How long running calls may take to finish when the service stops, in milliseconds. */
const drainLimit = 20_000;

/**
 * The gRPC server of a service, as a Nest transport. Each call of the contract is served twice: with protobuf
 * messages, and under its JSON path with JSON bytes that the gateway passes through. Every call checks the
 * token, the permission, the deadline and the request before the controller sees it.
 */
export class RpcServer extends ServerGrpc {
  /** Errors of event handlers reach the consumer, which decides about redelivery. */
  override readonly propagatesEventHandlerErrors = true;
  readonly health = new HealthImplementation({ '': 'NOT_SERVING' });

  constructor(private readonly settings: RpcServerOptions) {
    super({
      package: `kontor.${settings.service}.v1`,
      packageDefinition: {},
      url: settings.listen,
      channelOptions: {
        'grpc.max_receive_message_length': messageLimit,
        'grpc-node.flow_control_window': flowWindow,
        'grpc.keepalive_time_ms': 60_000,
        'grpc.keepalive_timeout_ms': 20_000,
        'grpc.max_connection_age_ms': 300_000,
        'grpc.max_connection_age_grace_ms': 30_000,
      },
    });
  }

  // Nest's own types of handlers say less than we know here.
  override addHandler(
    pattern: unknown,
    callback: never,
    isEventHandler = false,
    extras?: Record<string, unknown>,
  ): void {
    if (!isEventHandler) return super.addHandler(pattern, callback);
    this.settings.events?.add(String(pattern), callback, extras);
  }

  override async bindEvents(): Promise<void> {
    const server = this.grpcClient as GrpcServer;
    try {
      this.serveAll(server);
    } catch (error) {
      // The port is bound by now; a service that is not whole gives it back.
      this.grpcClient = null;
      server.forceShutdown();
      throw error;
    }
    await Promise.resolve();
  }

  /** Stops taking calls and lets running ones finish; after 20 s they are cut. */
  override async close(): Promise<void> {
    const server = this.grpcClient as GrpcServer | null;
    if (!server) return;
    this.health.setStatus('', 'NOT_SERVING');
    this.grpcClient = null;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => server.forceShutdown(), drainLimit);
      server.tryShutdown(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  private serveAll(server: GrpcServer): void {
    this.health.addToServer(server);
    for (const method of contract.methods()) {
      if (!method.service.startsWith(`kontor.${this.settings.service.replaceAll('-', '_')}.v1.`)) continue;
      const handler = this.handlerOf(method);
      if (method.permission && !knownPermissions.has(method.permission)) {
        throw new Error(`${method.path} needs ${method.permission}, which no role has`);
      }
      this.serve(server, method, handler);
    }
  }

  private handlerOf(method: MethodContract): Handler {
    const service = method.service.split('.').at(-1);
    // ts-proto's decorators name a call as the controller's method.
    const rpc = method.name.charAt(0).toLowerCase() + method.name.slice(1);
    const pattern = JSON.stringify({ service, rpc, streaming: 'no_stream' });
    const handler = this.messageHandlers.get(pattern) as unknown as Handler | undefined;
    if (!handler) throw new Error(`No controller answers ${method.path}`);
    return handler;
  }

  private serve(server: GrpcServer, method: MethodContract, handler: Handler): void {
    const stringify = stringifyResponse(method);
    const asIs = (bytes: Buffer) => bytes;
    const definition = (path: string) => ({
      [method.name]: {
        path,
        requestStream: false,
        responseStream: false,
        requestSerialize: asIs,
        requestDeserialize: asIs,
        responseSerialize: asIs,
        responseDeserialize: asIs,
      },
    });
    const json: Codec = {
      parse: (bytes) => JSON.parse(bytes.toString('utf8')) as object,
      format: (answer) => Buffer.from(stringify(answer)),
    };
    const binary: Codec = {
      parse: (bytes) => decodeRequest(method, bytes) as object,
      format: (answer) => Buffer.from(encodeResponse(method, answer)),
    };
    server.addService(definition(method.jsonPath), { [method.name]: this.unary(method, handler, json) });
    server.addService(definition(method.path), { [method.name]: this.unary(method, handler, binary) });
  }

  private unary(method: MethodContract, handler: Handler, codec: Codec) {
    const { onFault, messages } = this.settings;
    return (grpc: ServerUnaryCall<Buffer, Buffer>, reply: sendUnaryData<Buffer>): void => {
      const started = performance.now();
      const language = languageOf(grpc.metadata);
      const requestId = text(grpc.metadata, metadataKeys.requestId);
      const finish = (code: string) =>
        recordCall({
          side: 'server',
          method: method.path,
          code,
          seconds: (performance.now() - started) / 1000,
        });
      const parent = continueFrom({ traceparent: text(grpc.metadata, 'traceparent') });
      inSpan(method.path.slice(1), { kind: SpanKind.SERVER, parent }, () =>
        this.answer(method, handler, codec, grpc, requestId, language),
      ).then(
        ({ body, etag }) => {
          finish('ok');
          if (!etag) return reply(null, body);
          const trailer = new Metadata();
          trailer.set(metadataKeys.etag, etag);
          reply(null, body, trailer);
        },
        (error: unknown) => {
          const problem = error instanceof RpcProblem ? error.problem : toProblem(error, language, messages);
          if (problem.code === 'internal') onFault(error, method.path, requestId);
          finish(problem.code);
          reply(failedStatus(problem));
        },
      );
    };
  }

  private async answer(
    method: MethodContract,
    handler: Handler,
    codec: Codec,
    grpc: ServerUnaryCall<Buffer, Buffer>,
    requestId: string,
    language: Language,
  ): Promise<{ body: Buffer; etag: string | undefined }> {
    const caller = await this.callerOf(method, grpc.metadata);
    const request = parseRequest(codec, grpc.request);
    const fields = validateRequest(method, request);
    if (fields.length > 0) throw new AppError('invalid', 'invalid-request', { fields });
    const idempotencyKey = text(grpc.metadata, metadataKeys.idempotencyKey) || undefined;
    const answer = await handler(completeRequest(method, request), {
      caller,
      method: method.path,
      requestId,
      language,
      deadline: deadlineOf(method, grpc),
      idempotencyKey,
      userAgent: text(grpc.metadata, metadataKeys.userAgent) || undefined,
      address: text(grpc.metadata, metadataKeys.address) || undefined,
      fingerprint: idempotencyKey ? createHash('sha256').update(grpc.request).digest('base64') : '',
    });
    const given = isObservable(answer) ? await lastValueFrom(answer) : answer;
    const value = (given ?? {}) as { etag?: string };
    return { body: codec.format(value), etag: value.etag };
  }

  private async callerOf(method: MethodContract, metadata: Metadata): Promise<Caller> {
    if (method.public) return nobody;
    const token = text(metadata, metadataKeys.token);
    if (!token.startsWith('Bearer ')) throw new AppError('unauthenticated', 'signed-out');
    const signed = await this.settings.tokens.verify(token.slice('Bearer '.length));
    const caller = asOfNow(signed, await this.settings.currentPerson?.(signed.personId));
    const { permission } = method;
    if (!permission || !may(caller, permission)) {
      throw new AppError('forbidden', 'forbidden', { params: { permission: permission ?? '' } });
    }
    return caller;
  }
}

/** Bytes ↔ messages of one call. */
interface Codec {
  parse(bytes: Buffer): object;
  format(answer: object): Buffer;
}

function parseRequest(codec: Codec, bytes: Buffer): object {
  try {
    return codec.parse(bytes);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('invalid', 'broken-json', { cause });
  }
}

function deadlineOf(method: MethodContract, grpc: ServerUnaryCall<Buffer, Buffer>): number {
  const latest = Date.now() + (method.http?.verb === 'get' ? readLimit : writeLimit);
  const wanted = Number(grpc.getDeadline());
  if (wanted <= Date.now()) throw new AppError('deadline', 'deadline-exceeded');
  return Math.min(latest, wanted);
}

function text(metadata: Metadata, key: string): string {
  const [value] = metadata.get(key);
  return typeof value === 'string' ? value : '';
}

function languageOf(metadata: Metadata): Language {
  const language = text(metadata, metadataKeys.language);
  return isLanguage(language) ? language : 'en';
}
