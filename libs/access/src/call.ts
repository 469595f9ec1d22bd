import { v7 as uuidv7 } from 'uuid';
import type { Language } from '@kontor/errors/languages';
import type { Caller } from './caller.js';

/** What accompanies a request through a service: who asks, in which language, until when, under which key. */
export interface Call {
  caller: Caller;
  /** Contract path, such as /kontor.customer.v1.CustomerService/CreateCustomer; for jobs and consumers their name. */
  method: string;
  requestId: string;
  /** Language of messages to the caller. */
  language: Language;
  /** Epoch milliseconds after which nobody waits for the answer. */
  deadline: number;
  /** Makes a repeated request have one effect and the same answer. */
  idempotencyKey?: string | undefined;
  /** What the caller's program calls itself (User-Agent), where the gateway told: a hint for people, no proof. */
  userAgent?: string | undefined;
  /** Network address of the caller, where the gateway told. */
  address?: string | undefined;
  /** SHA-256 of the request, to notice a key that is used for another request. */
  fingerprint: string;
}

/** How long a job or consumer may take for one unit of work, in milliseconds. */
const serviceWorkLimit = 30_000;

/** A call that a service makes on its own account: in a job, or when it handles an event. */
export function serviceCall(service: string, purpose: string): Call {
  return {
    caller: {
      kind: 'service',
      service,
      personId: '',
      sessionId: '',
      roles: [],
      language: 'en',
      timeZone: 'UTC',
    },
    method: purpose,
    requestId: uuidv7(),
    language: 'en',
    deadline: Date.now() + serviceWorkLimit,
    fingerprint: '',
  };
}
