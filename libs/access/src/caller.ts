import type { Language } from '@kontor/errors/languages';
import type { Rights } from './rights.js';
import type { FieldGrant } from './view.js';

/** Who asks: a signed-in person, a service on its own account, or nobody (calls that are public). */
export interface Caller {
  kind: 'person' | 'service' | 'nobody';
  /** UUID of the person; empty for services and nobody. */
  personId: string;
  /** Name of the service; only for services. */
  service?: string;
  /** UUID of the sign-in session; empty for services and nobody. */
  sessionId: string;
  /** Ids of the roles. */
  roles: readonly string[];
  /** What the roles allow, as the service knows them; without it what Kontor ships for roles of these ids. */
  rights?: Rights;
  /** Single fields of single records that are shown for a time, whatever the roles say. */
  grants?: readonly FieldGrant[];
  /** The only permissions that the caller may use, where a key with scopes calls; without it all that the roles give. */
  scopes?: readonly string[];
  /** The person is about to leave: takes no data along, and is watched more closely. */
  leaving?: boolean;
  /** UUID of the absent person in whose place the caller asks to act; checked when the call comes in. */
  onBehalfOf?: string;
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
