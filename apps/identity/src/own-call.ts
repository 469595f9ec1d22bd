import type { Call } from '@kontor/access/call';

/**
 * The call with which identity itself acts in the name of its caller: for rows that no person may see, such as
 * credentials. Audit rows, events and idempotency keys stay with the caller.
 */
export function ownCall(call: Call): Call {
  return { ...call, caller: { ...call.caller, kind: 'service', service: 'identity' } };
}

/**
 * The call of signing in and refreshing, in the name of the person once that is known. Without the idempotency
 * key: the stored answer of a repeated request would be a store of tokens in the clear.
 */
export function signInCall(call: Call, personId = ''): Call {
  const { caller } = ownCall(call);
  return { ...call, caller: { ...caller, personId }, idempotencyKey: undefined };
}

/**
 * The call of what a signed-in person does with secrets: as identity itself, and without the idempotency key, since
 * neither the answer nor a hash of the request may be stored.
 */
export function unstoredCall(call: Call): Call {
  return { ...ownCall(call), idempotencyKey: undefined };
}
