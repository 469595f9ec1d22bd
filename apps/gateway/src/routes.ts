import type { Context } from '@opentelemetry/api';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import type { Call } from '@kontor/access/call';
import { AppError, checkFaults } from '@kontor/errors/app-error';
import type { OutgoingCall, RpcClients } from '@kontor/rpc/client';
import { readLimit, writeLimit } from '@kontor/rpc/metadata';
import { contract, type MethodContract } from '@kontor/schema/contract';
import { validateRequest } from '@kontor/schema/validate';
import { nameRoute } from '@kontor/telemetry/http-route';
import { activeTraceId, continueFrom, inSpan, SpanKind } from '@kontor/telemetry/tracer';
import { sendAnswer, type AnswerPlan } from './answer/send-answer.js';
import type { GatewayLimits } from './config.js';
import { signedIn } from './edge/authentication.js';
import { signInLimit } from './edge/rate-limits.js';
import { languageOf } from './edge/request-context.js';
import { actingOf, isActing } from './request/acting.js';
import { idempotencyKey } from './request/idempotency-key.js';
import { routerPath } from './request/path-pattern.js';
import { requestMessage } from './request/request-message.js';
import { requestPlan } from './request/request-plan.js';

/** A call of the contract that has an HTTP route. */
type RoutedMethod = MethodContract & { http: NonNullable<MethodContract['http']> };

/** Registers one route for every call of the contract that people can make. */
export function registerRoutes(fastify: FastifyInstance, clients: RpcClients, limits: GatewayLimits): void {
  const methods = contract.methods().filter((method): method is RoutedMethod => method.http !== undefined);
  const readable = new Set(methods.filter(({ http }) => http.verb === 'get').map(({ http }) => http.path));
  for (const method of methods) {
    const { verb, path, body } = method.http;
    const plan: AnswerPlan = {
      status: method.successStatus,
      conditional: verb === 'get',
      located: method.successStatus === 201 && readable.has(`${path}/{id}`),
      makesOrChanges: verb === 'put' && method.name.startsWith('Upsert'),
    };
    fastify.route({
      method: verb.toUpperCase() as 'GET',
      url: routerPath(path),
      config: {
        pattern: path,
        ...(body !== undefined && { place: body }),
        judgedAtSource: method.service.startsWith('kontor.identity.'),
        ...(method.public && path.startsWith('/v1/') ? signInLimit(limits) : {}),
      },
      ...(method.public ? {} : { preParsing: signedIn(method.permission) }),
      handler: routeHandler(method, plan, clients),
    });
  }
}

/**
 * The handler of one call: HTTP request → message → validation → service, whose bytes are the answer. Everything that
 * depends only on the call is worked out here, once.
 */
function routeHandler(method: RoutedMethod, answerPlan: AnswerPlan, clients: RpcClients): RouteHandlerMethod {
  const plan = requestPlan(method);
  const span = `${method.http.verb.toUpperCase()} ${method.http.path}`;
  const attributes = {
    'http.request.method': method.http.verb.toUpperCase(),
    'http.route': method.http.path,
  };
  const keyed = method.http.verb === 'post' || method.http.verb === 'put';
  const limit = method.http.verb === 'get' ? readLimit : writeLimit;

  const handle = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    nameRoute(method.http.path);
    request.traceId = activeTraceId();
    const { url, headers } = request;
    const query = url.indexOf('?');
    const message = requestMessage(plan, {
      params: request.params as Record<string, string>,
      query: query === -1 ? '' : url.slice(query + 1),
      body: request.body ?? undefined,
      ifMatch: headers['if-match'],
    });
    const fields = validateRequest(method, message);
    checkFaults(fields);
    const call = callOf(method, request, limit);
    if (keyed) call.idempotencyKey = idempotencyKey(headers['idempotency-key']);
    const answer = await clients.callJson(method, Buffer.from(JSON.stringify(message)), call, request.token);
    if (!isActing(call)) return sendAnswer(answerPlan, answer, request, reply);
    // What another's rights have shaped is no older or newer version of what the caller has.
    return sendAnswer({ ...answerPlan, conditional: false }, answer, request, reply, call);
  };
  const first = { kind: SpanKind.SERVER, attributes, isAnswer };
  const below = { kind: SpanKind.INTERNAL, attributes, isAnswer };
  return (request, reply) => {
    const work = () => handle(request, reply);
    // Below the span of the http instrumentation, where there is one: it has read the client's trace already.
    if (activeTraceId() !== undefined) return inSpan(span, below, work);
    const parent = traceOf(request);
    return inSpan(span, parent ? { ...first, parent } : first, work);
  };
}

/** Enough of a User-Agent for a person to know the device again. */
const longestUserAgent = 200;

/** What accompanies a request of a caller to a service. `limit` in milliseconds. */
export function callOf(method: MethodContract, request: FastifyRequest, limit: number): Call & OutgoingCall {
  return {
    caller: request.caller,
    method: method.path,
    requestId: request.id,
    language: languageOf(request),
    deadline: Date.now() + limit,
    userAgent: request.headers['user-agent']?.slice(0, longestUserAgent),
    address: request.ip,
    fingerprint: '',
    ...actingOf(request),
  };
}

function isAnswer(error: unknown): boolean {
  return error instanceof AppError && error.code !== 'internal';
}

/** The trace that the client brought, if any. */
function traceOf({ headers }: FastifyRequest): Context | undefined {
  const { traceparent, tracestate } = headers;
  if (typeof traceparent !== 'string') return undefined;
  return continueFrom(typeof tracestate === 'string' ? { traceparent, tracestate } : { traceparent });
}
