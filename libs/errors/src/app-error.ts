import type { ErrorCode } from './codes.js';

export type { ErrorCode } from './codes.js';

/** Values that fill the placeholders of a message: `{max}` takes `params.max`. */
export type MessageParams = Record<string, string | number>;

/** One field of a request that breaks one rule. */
export interface FieldViolation {
  /** JSON path of the field as the caller wrote it: `phones[0].raw`; empty for the whole request. */
  field: string;
  /** The broken rule, kebab-case; a key of a messages table. */
  reason: string;
  params?: MessageParams;
}

/** What an AppError may carry besides its code and reason. */
export interface AppErrorOptions {
  params?: MessageParams;
  /** The fields at fault, for `invalid` and its like. */
  fields?: FieldViolation[];
  /** The record as it stands now, shaped by the caller's rights: shown with `stale`. */
  current?: unknown;
  /** Records that stand in the way, as the caller may see them. */
  candidates?: readonly object[];
  /** Whole seconds after which the same request may succeed. */
  retryAfterSeconds?: number;
  /** The error underneath: for logs, never shown to callers. */
  cause?: unknown;
}

/**
 * The one error that code of Kontor throws on purpose. Whatever else is thrown is a fault and reaches callers
 * as `internal`, without its text.
 *
 * `code` chooses the status on every transport; `reason` chooses the sentence in the caller's language.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly reason: string;
  readonly params: MessageParams;
  readonly fields: readonly FieldViolation[];
  readonly current: unknown;
  readonly candidates: readonly object[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, reason: string, options: AppErrorOptions = {}) {
    super(
      describe(code, reason, options.fields),
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = 'AppError';
    this.code = code;
    this.reason = reason;
    this.params = options.params ?? {};
    this.fields = options.fields ?? [];
    this.current = options.current;
    this.candidates = options.candidates;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** A request of which one field breaks one rule. */
export function refusedField(field: string, reason: string, params?: MessageParams): AppError {
  return refusedFields([{ field, reason, ...(params && { params }) }]);
}

/** A request in which these fields break rules. */
export function refusedFields(fields: FieldViolation[]): AppError {
  return new AppError('invalid', 'invalid-request', { fields });
}

/** Refuses a request in which fields are at fault: throws AppError invalid invalid-request where there are any. */
export function checkFaults(fields: FieldViolation[]): void {
  if (fields.length > 0) throw refusedFields(fields);
}

/** The text for logs and test output: machine words only, so that no personal data gets there. */
function describe(code: ErrorCode, reason: string, fields: readonly FieldViolation[] = []): string {
  const places = fields.map(({ field, reason: broken }) => (field === '' ? broken : `${field} ${broken}`));
  return places.length === 0 ? `${code}: ${reason}` : `${code}: ${reason} (${places.join(', ')})`;
}
