import { createHash } from 'node:crypto';
import { Metadata, type Server as GrpcServer, type ServerUnaryCall, type sendUnaryData } from '@grpc/grpc-js';
import { ServerGrpc } from '@nestjs/microservices';
import { HealthImplementation } from 'grpc-health-check';
import { isObservable, lastValueFrom } from 'rxjs';
import { AppError, checkFaults } from '@kontor/errors/app-error';
import { isLanguage, type Language } from '@kontor/errors/languages';
import type { Messages } from '@kontor/errors/messages';
import { toProblem } from '@kontor/errors/problem';
import type { Call } from '@kontor/access/call';
import { knownPermissions } from '@kontor/access/permissions';
import { viewOf } from '@kontor/access/view';
import { completeRequest } from '@kontor/schema/codec';
import { contract, type MethodContract } from '@kontor/schema/contract';
import { validateRequest } from '@kontor/schema/validate';
import { recordCall } from '@kontor/telemetry/metrics';
import { continueFrom, inSpan, SpanKind } from '@kontor/telemetry/tracer';
import { callerOf, type CallerSources } from './caller-of.js';
import { binaryCodec, jsonCodec, parseRequest, requestOf, type Codec } from './call-codec.js';
import { checkFieldRights, errorFor, viewerOf } from './field-rights.js';
import { failedStatus, RpcProblem } from './problem-error.js';
import { flowWindow, messageLimit, metadataKeys, readLimit, writeLimit } from './metadata.js';
import { countRows, rowsField, type ReadWatch } from './list-reads.js';
import { isRefusal } from './refusal.js';
import { refusedCall, type Attempt, type RefusedCall } from './refused-call.js';

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

export interface RpcServerOptions extends CallerSources {
  /** Name of the service, such as customer: it serves the proto package kontor.customer.v1. */
  service: string;
  /** host:port to listen on. */
  listen: string;
  /** Sentences of the service's own errors. */
  messages: Messages[];
  events?: EventHandlers;
  /** Told of refusals that are worth a row in the audit; the answer waits for it. */
  onRefused?: (refused: RefusedCall) => Promise<void>;
  /** Watches how much people read. */
  reads?: ReadWatch;
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
    server.addService(definition(method.jsonPath), {
      [method.name]: this.unary(method, handler, jsonCodec(method)),
    });
    server.addService(definition(method.path), {
      [method.name]: this.unary(method, handler, binaryCodec(method)),
    });
  }

  private unary(method: MethodContract, handler: Handler, codec: Codec) {
    const { onFault, onRefused, messages } = this.settings;
    return (grpc: ServerUnaryCall<Buffer, Buffer>, reply: sendUnaryData<Buffer>): void => {
      const started = performance.now();
      const language = languageOf(grpc.metadata);
      const requestId = text(grpc.metadata, metadataKeys.requestId);
      const attempt: Attempt = {};
      const finish = (code: string) =>
        recordCall({
          side: 'server',
          method: method.path,
          code,
          seconds: (performance.now() - started) / 1000,
        });
      const parent = continueFrom({ traceparent: text(grpc.metadata, 'traceparent') });
      inSpan(method.path.slice(1), { kind: SpanKind.SERVER, parent, isAnswer: isRefusal }, () =>
        this.answer(method, handler, codec, grpc, requestId, language, attempt),
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
          if (attempt.caller) attempt.request ??= requestOf(codec, grpc.request);
          const refused = onRefused && refusedCall(method, attempt, problem, requestId);
          if (!refused) return reply(failedStatus(problem));
          onRefused(refused)
            .catch((fault: unknown) => onFault(fault, method.path, requestId))
            .finally(() => reply(failedStatus(problem)));
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
    attempt: Attempt,
  ): Promise<{ body: Buffer; etag: string | undefined }> {
    const caller = await callerOf(method, grpc.metadata, this.settings, attempt);
    const request = parseRequest(codec, grpc.request);
    attempt.request = request;
    const fields = validateRequest(method, request);
    checkFaults(fields);
    attempt.valid = true;
    const rows = rowsField(method);
    if (rows !== undefined) this.settings.reads?.admit(caller);
    const view = viewOf(caller);
    checkFieldRights(method, request, view);
    const idempotencyKey = text(grpc.metadata, metadataKeys.idempotencyKey) || undefined;
    const call: Call = {
      caller,
      method: method.path,
      requestId,
      language,
      deadline: deadlineOf(method, grpc),
      idempotencyKey,
      userAgent: text(grpc.metadata, metadataKeys.userAgent) || undefined,
      address: text(grpc.metadata, metadataKeys.address) || undefined,
      fingerprint: idempotencyKey
        ? createHash('sha256')
            .update(grpc.request)
            .update(caller.onBehalfOf ?? '')
            .digest('base64')
        : '',
    };
    const value = await answerOf(() => handler(completeRequest(method, request), call)).catch(
      (error: unknown) => {
        throw errorFor(error, method, view);
      },
    );
    if (rows !== undefined) this.settings.reads?.listed(caller, method.name, countRows(value, rows));
    const viewer =
      caller.kind === 'nobody' ? await viewerOf(caller, value, this.settings.currentPerson) : view;
    return { body: codec.format(value, viewer), etag: value.etag };
  }
}

/** What a handler answers, which Nest may have wrapped. */
async function answerOf(handle: () => Promise<unknown>): Promise<{ etag?: string }> {
  const given = await handle();
  return ((isObservable(given) ? await lastValueFrom(given) : given) ?? {}) as { etag?: string };
}

function deadlineOf(method: MethodContract, grpc: ServerUnaryCall<Buffer, Buffer>): number {
  const latest = Date.now() + (method.reads ? readLimit : writeLimit);
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
