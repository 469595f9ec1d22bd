import type { Caller } from '@kontor/access/caller';
import type { Rights } from '@kontor/access/rights';
import type { FieldGrant } from '@kontor/access/view';
import type { PersonStatus } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { AppError } from '@kontor/errors/app-error';

/** What of a person decides about a call, now. */
export interface CurrentPerson {
  roles: readonly string[];
  /** What the roles allow, where the service knows better than what Kontor ships. */
  rights?: Rights;
  /** Single fields of single records that are granted for a time. */
  grants?: readonly FieldGrant[];
  status: PersonStatus;
}

/** Where a service looks a person up; undefined for somebody whom it does not know yet. */
export type PersonSource = (
  personId: string,
) => CurrentPerson | undefined | Promise<CurrentPerson | undefined>;

/**
 * The caller as of now: a token says what held when it was signed, up to five minutes ago. Roles taken or given since
 * count at once, somebody who is leaving loses what takes data along, and somebody who left is signed out. A person whom the service does not know yet counts as the token
 * says. Throws unauthenticated signed-out.
 */
export function asOfNow(caller: Caller, person: CurrentPerson | undefined): Caller {
  if (!person) return caller;
  if (person.status === 'left') throw new AppError('unauthenticated', 'signed-out');
  return {
    ...caller,
    roles: person.roles,
    ...(person.rights && { rights: person.rights }),
    ...(person.grants && { grants: person.grants }),
    ...(person.status === 'leaving' && { leaving: true }),
  };
}
