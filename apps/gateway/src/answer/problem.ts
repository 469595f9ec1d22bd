import { errorCodes } from '@kontor/errors/codes';
import type { Language } from '@kontor/errors/languages';
import { toProblem, type Problem } from '@kontor/errors/problem';
import { titleOf } from '@kontor/errors/titles';
import { RpcProblem } from '@kontor/rpc/problem-error';
import { HttpRefusal } from '../edge/http-refusal.js';
import { gatewayMessages } from '../messages.js';

/** Media type of every refusal and failure (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** A refusal or failure as it is sent. */
export interface ProblemDocument {
  /** urn:kontor:error:<reason> */
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  errors: { field: string; reason: string; message: string }[];
  current?: unknown;
  candidates?: readonly object[];
  retryAfterSeconds?: number;
  traceId?: string;
  requestId: string;
}

/** Where a problem occurred, for its document. */
export interface ProblemPlace {
  language: Language;
  requestId: string;
  traceId?: string | undefined;
  /** Field of the message that the HTTP body fills: taken off the field paths, which callers count from their body. */
  place?: string | undefined;
  /** Whether the body comes in parts that have names (multipart): then the place itself is the name of one. */
  inParts?: boolean;
}

/** The document of any error. An answer of a service comes in the caller's language already. Never throws. */
export function problemDocument(
  error: unknown,
  { language, requestId, traceId, place, inParts = false }: ProblemPlace,
): ProblemDocument {
  const problem: Problem =
    error instanceof RpcProblem ? error.problem : toProblem(error, language, [gatewayMessages]);
  return {
    type: `urn:kontor:error:${problem.reason}`,
    title: titleOf(problem.code, language),
    status: error instanceof HttpRefusal ? error.status : errorCodes[problem.code].http,
    code: problem.code,
    detail: problem.detail,
    errors: problem.fields.map((fault) => ({
      ...fault,
      field: asTheCallerWrote(fault.field, place, inParts),
    })),
    ...(problem.current === undefined ? {} : { current: problem.current }),
    ...(problem.candidates === undefined ? {} : { candidates: problem.candidates }),
    ...(problem.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: problem.retryAfterSeconds }),
    ...(traceId === undefined ? {} : { traceId }),
    requestId,
  };
}

/** `customer.phones[0].raw` is `phones[0].raw` to a caller whose body is the customer. */
function asTheCallerWrote(field: string, place: string | undefined, inParts: boolean): string {
  if (place === undefined || place === '*' || !field.startsWith(place)) return field;
  if (field.length === place.length) return inParts ? field : '';
  return field[place.length] === '.' ? field.slice(place.length + 1) : field;
}
