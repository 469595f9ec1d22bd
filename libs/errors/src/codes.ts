/** The kinds of refusal and failure that Kontor knows. Everything more precise is a reason. */
export type ErrorCode =
  | 'invalid'
  | 'unprocessable'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'stale'
  | 'too_large'
  | 'unsupported'
  | 'exhausted'
  | 'unavailable'
  | 'deadline'
  | 'internal';

/** How one code appears on each transport. */
export interface CodeFacts {
  /** gRPC status number. */
  grpc: number;
  /** HTTP status. */
  http: number;
  /** Key of the problem's `title` in `titles`. */
  title: string;
}

/**
 * The one table from code to transports.
 *
 * gRPC has fewer words than HTTP, so several codes share a number (`too_large` and `exhausted` both answer
 * RESOURCE_EXHAUSTED, as gRPC itself does for an oversized message). The exact code therefore travels beside
 * the status; the number is for clients and proxies that know nothing of Kontor.
 */
export const errorCodes: Readonly<Record<ErrorCode, CodeFacts>> = {
  invalid: { grpc: 3, http: 400, title: 'title-invalid' },
  unprocessable: { grpc: 3, http: 422, title: 'title-unprocessable' },
  unauthenticated: { grpc: 16, http: 401, title: 'title-unauthenticated' },
  forbidden: { grpc: 7, http: 403, title: 'title-forbidden' },
  not_found: { grpc: 5, http: 404, title: 'title-not-found' },
  conflict: { grpc: 10, http: 409, title: 'title-conflict' },
  stale: { grpc: 9, http: 412, title: 'title-stale' },
  too_large: { grpc: 8, http: 413, title: 'title-too-large' },
  unsupported: { grpc: 12, http: 415, title: 'title-unsupported' },
  exhausted: { grpc: 8, http: 429, title: 'title-exhausted' },
  unavailable: { grpc: 14, http: 503, title: 'title-unavailable' },
  deadline: { grpc: 4, http: 504, title: 'title-deadline' },
  internal: { grpc: 13, http: 500, title: 'title-internal' },
};
