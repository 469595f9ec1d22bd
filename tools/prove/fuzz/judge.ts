import type { Tallies } from '../claim.ts';
import type { Answer } from '../stage/http.ts';
import { targetOf, type Spoiled } from './draft.ts';

/** What the router itself may answer to what reaches no operation. */
const routerStatuses = new Set([400, 403, 404, 405, 408, 413, 414, 415, 431]);

const codes = new Set(
  [
    'invalid',
    'unprocessable',
    'unauthenticated',
    'forbidden',
    'not_found',
    'conflict',
    'stale',
    'too_large',
  ].concat(['unsupported', 'exhausted', 'unavailable', 'deadline', 'internal']),
);

/** Judges one answer. */
export function judge(spoiled: Spoiled, answer: Answer, tallies: Tallies): void {
  const { draft, fault, refusal, astray } = spoiled;
  const { operation } = draft;
  const { status } = answer;
  const told = (what: string): string =>
    `${what}: ${fault}: ${operation.verb} ${targetOf(draft).slice(0, 300)} ${shown(spoiled)} → ${status} ${answer.text.slice(0, 400)}`;
  const kind = `${operation.id} ${fault} ${status}`;
  tallies.of('no-5xx').check(status >= 500 ? told('server error') : undefined, `${operation.id} ${status}`);
  const documented = operation.statuses.has(status) || (operation.anyRefusal && status >= 400);
  const known = documented || (astray === true && routerStatuses.has(status));
  tallies
    .of('statuses-documented')
    .check(known ? undefined : told(`${operation.id} documents no ${status}`), `${operation.id} ${status}`);
  if (status >= 400) {
    const flaw = flawOf(answer);
    tallies.of('refusals-are-problems').check(flaw && told(flaw), kind);
  }
  if (refusal) {
    // Without the permission it goes no further, whatever else is wrong.
    const right = refusal.includes(status) || status === 403 || status === 401;
    const example = right || status >= 500 ? undefined : told(`expected ${refusal.join('/')}`);
    tallies.of('spoiled-is-refused').check(example, kind);
  }
}

function shown({ draft }: Spoiled): string {
  const body = draft.raw?.toString('latin1') ?? (draft.body === undefined ? '' : JSON.stringify(draft.body));
  const headers = JSON.stringify(draft.headers);
  return `${headers.slice(0, 200)} ${body.slice(0, 400)}`;
}

/** What is wrong with a refusal as a problem document; undefined when nothing is. */
function flawOf({ status, headers, text }: Answer): string | undefined {
  if (!headers['content-type']?.startsWith('application/problem+json'))
    return `content type ${headers['content-type']}`;
  let problem: Record<string, unknown>;
  try {
    problem = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return 'not JSON';
  }
  if (problem.status !== status) return 'another status inside';
  if (typeof problem.code !== 'string' || !codes.has(problem.code)) return 'no code';
  if (typeof problem.detail !== 'string' || problem.detail === '') return 'no detail';
  if (typeof problem.requestId !== 'string' || problem.requestId !== headers['x-request-id'])
    return 'no request id';
  if (status !== 400) return undefined;
  const errors = Array.isArray(problem.errors) ? (problem.errors as Record<string, unknown>[]) : [];
  const named =
    errors.length > 0 &&
    errors.every(({ field, reason, message }) => {
      return (
        typeof field === 'string' &&
        typeof reason === 'string' &&
        reason !== '' &&
        typeof message === 'string' &&
        message !== ''
      );
    });
  const reasoned = typeof problem.type === 'string' && problem.type !== 'urn:kontor:error:invalid-request';
  return named || reasoned ? undefined : 'neither field nor reason';
}
