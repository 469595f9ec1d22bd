import type { Metadata } from '@grpc/grpc-js';
import { nobody, type Caller } from '@kontor/access/caller';
import type { Organisation } from '@kontor/access/organisation';
import { may } from '@kontor/access/permissions';
import { AppError } from '@kontor/errors/app-error';
import type { MethodContract } from '@kontor/schema/contract';
import { asRole, inPlaceOf } from './acting.js';
import { readActing } from './acting-headers.js';
import { asOfNow, type PersonSource } from './current-person.js';
import { metadataKeys } from './metadata.js';
import type { Attempt } from './refused-call.js';
import type { TokenVerifier } from './tokens.js';

/** What a service knows of revocations. */
export interface KnownRevocations {
  /** Whether tokens of this session, or of the key of this id, are refused. */
  ended(sessionId: string): boolean;
  /** Whether the service has heard too little of identity lately to let people change anything. */
  stale(): boolean;
}

/** Where callers are judged. */
export interface CallerSources {
  tokens: TokenVerifier;
  /** Who a caller is now, whatever the token says; without it the token counts. */
  currentPerson?: PersonSource | undefined;
  /** Without it every session lasts as long as its tokens. */
  revocations?: KnownRevocations | undefined;
  /** Roles and substitutions as now known; without it nobody stands in for anybody. */
  organisation?: (() => Organisation) | undefined;
}

/** Identity tells every few seconds that it is there; changes are taken again right after. */
const retryStaleAfter = 3;

/**
 * Who calls, as of now, with the right to make this call. Throws unauthenticated signed-out or token-expired; forbidden,
 * not-a-substitute, preview-reads-only; role-not-found; invalid for malformed headers; unavailable rights-stale for a
 * change by a person while it is not known what people may do. `attempt` is told who it is, even where it throws.
 */
export async function callerOf(
  method: MethodContract,
  metadata: Metadata,
  sources: CallerSources,
  attempt: Attempt = {},
): Promise<Caller> {
  if (method.public) return nobody;
  const token = text(metadata, metadataKeys.token);
  if (!token.startsWith('Bearer ')) throw new AppError('unauthenticated', 'signed-out');
  const signed = await sources.tokens.verify(token.slice('Bearer '.length));
  if (sources.revocations?.ended(signed.sessionId)) throw new AppError('unauthenticated', 'signed-out');
  const own = asOfNow(signed, await sources.currentPerson?.(signed.personId));
  attempt.caller = own;
  const caller = await acting(own, method, metadata, sources);
  attempt.caller = caller;
  const { permission } = method;
  if (!permission || !may(caller, permission)) {
    throw new AppError('forbidden', 'forbidden', { params: { permission: permission ?? '' } });
  }
  if (!method.reads && sources.revocations?.stale()) {
    throw new AppError('unavailable', 'rights-stale', { retryAfterSeconds: retryStaleAfter });
  }
  return caller;
}

async function acting(
  caller: Caller,
  method: MethodContract,
  metadata: Metadata,
  { organisation, currentPerson }: CallerSources,
): Promise<Caller> {
  const { onBehalfOf, viewAsRole } = readActing(
    text(metadata, metadataKeys.onBehalfOf),
    text(metadata, metadataKeys.viewAsRole),
  );
  if (viewAsRole) {
    if (!organisation) throw new AppError('not_found', 'role-not-found');
    return asRole(caller, viewAsRole, method, organisation());
  }
  if (!onBehalfOf) return caller;
  if (!organisation) throw new AppError('forbidden', 'not-a-substitute');
  const absent = await currentPerson?.(onBehalfOf);
  return inPlaceOf(caller, onBehalfOf, absent, method, organisation(), Date.now());
}

function text(metadata: Metadata, key: string): string {
  const [value] = metadata.get(key);
  return typeof value === 'string' ? value : '';
}
