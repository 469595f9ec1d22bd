/** Names of the metadata that travels with a gRPC call. */
export const metadataKeys = {
  token: 'authorization',
  requestId: 'kontor-request-id',
  language: 'kontor-language',
  idempotencyKey: 'kontor-idempotency-key',
  /** What the caller's program calls itself, and where it calls from: set by the gateway. */
  userAgent: 'kontor-user-agent',
  address: 'kontor-address',
  /** As whom the call is made; see acting-headers.ts. */
  onBehalfOf: 'kontor-on-behalf-of',
  viewAsRole: 'kontor-view-as-role',
  /** Trailer: the Problem of a failed call, JSON. */
  problem: 'kontor-problem-bin',
  /** Trailer: version tag of the record answered. */
  etag: 'kontor-etag',
} as const;

/** Time limits of a call, in milliseconds: reads are short, writes may wait for a lock. */
export const readLimit = 2_000;
export const writeLimit = 5_000;

/** Bytes that may be under way on a connection: several pages of a list, where 64 KiB would hold them up. */
export const flowWindow = 8 * 1024 * 1024;

/** Message sizes, in bytes. */
export const messageLimit = 4 * 1024 * 1024;
