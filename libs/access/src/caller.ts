import type { Language } from '@kontor/errors/languages';
import type { Role } from '@kontor/contracts/gen/kontor/identity/v1/identity';

/** Who asks: a signed-in person, a service on its own account, or nobody (calls that are public). */
export interface Caller {
  kind: 'person' | 'service' | 'nobody';
  /** UUID of the person; empty for services and nobody. */
  personId: string;
  /** Name of the service; only for services. */
  service?: string;
  /** UUID of the sign-in session; empty for services and nobody. */
  sessionId: string;
  roles: readonly Role[];
  /** The only permissions that the caller may use, where a key with scopes calls; without it all that the roles give. */
  scopes?: readonly string[];
  language: Language;
  /** IANA zone of the person. */
  timeZone: string;
}

/** The caller of a public call. */
export const nobody: Caller = {
  kind: 'nobody',
  personId: '',
  sessionId: '',
  roles: [],
  language: 'en',
  timeZone: 'UTC',
};
