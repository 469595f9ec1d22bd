import type { FieldViolation } from './app-error.js';
import { AppError } from './app-error.js';
import type { ErrorCode } from './codes.js';
import type { Language } from './languages.js';
import type { Messages } from './messages.js';
import { findMessage, render } from './messages.js';
import { titleOf } from './titles.js';

/** An error as a caller may see it; the gateway adds `type`, `title`, `status` and the trace for problem+json. */
export interface Problem {
  code: ErrorCode;
  /** Machine word, kebab-case. */
  reason: string;
  /** The reason as a sentence in the caller's language. */
  detail: string;
  fields: { field: string; reason: string; message: string }[];
  /** The record as it stands now, where the error carries it. */
  current?: unknown;
  /** Records that stand in the way, such as those that a new one is a duplicate of. */
  candidates?: readonly object[];
  retryAfterSeconds?: number;
}

/**
 * Turns whatever was thrown into what the caller may see. Only an AppError speaks for itself; anything else is a
 * fault of ours, and its text could hold SQL, personal data or secrets, so nothing of it is shown. A reason
 * without a sentence in any table shows its code's title. Never throws.
 */
export function toProblem(error: unknown, language: Language, tables: readonly Messages[] = []): Problem {
  const known = error instanceof AppError ? error : new AppError('internal', 'internal');
  const params =
    known.retryAfterSeconds === undefined
      ? known.params
      : { seconds: known.retryAfterSeconds, ...known.params };
  return {
    code: known.code,
    reason: known.reason,
    detail: findMessage(known.reason, params, language, ...tables) ?? titleOf(known.code, language),
    fields: known.fields.map((violation) => shown(violation, language, tables)),
    ...(known.current === undefined ? {} : { current: known.current }),
    ...(known.candidates === undefined ? {} : { candidates: known.candidates }),
    ...(known.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: known.retryAfterSeconds }),
  };
}

function shown(
  { field, reason, params = {} }: FieldViolation,
  language: Language,
  tables: readonly Messages[],
) {
  return { field, reason, message: render(reason, params, language, ...tables) };
}
