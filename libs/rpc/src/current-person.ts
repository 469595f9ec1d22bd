import type { Caller } from '@kontor/access/caller';
import type { PersonStatus, Role } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { AppError } from '@kontor/errors/app-error';

/** What of a person decides about a call, now. */
export interface CurrentPerson {
  roles: readonly Role[];
  status: PersonStatus;
}

/** Where a service looks a person up; undefined for somebody whom it does not know yet. */
export type PersonSource = (
  personId: string,
) => CurrentPerson | undefined | Promise<CurrentPerson | undefined>;

/**
 * The caller as of now: a token says what held when it was signed, up to five minutes ago. Roles taken or given since
 * count at once, and somebody who left is signed out. A person whom the service does not know yet counts as the token
 * says. Throws unauthenticated signed-out.
 */
export function asOfNow(caller: Caller, person: CurrentPerson | undefined): Caller {
  if (!person) return caller;
  if (person.status === 'left') throw new AppError('unauthenticated', 'signed-out');
  return { ...caller, roles: person.roles };
}
