import { validate as isUuid } from 'uuid';
import { type AppError, refusedField } from '@kontor/errors/app-error';

/** Header and metadata by which somebody asks to act in the place of an absent person: the person's UUID. */
export const onBehalfHeader = 'Kontor-On-Behalf-Of';

/** Header and metadata by which somebody asks to see what a role sees: the role's id. */
export const viewAsHeader = 'Kontor-View-As-Role';

/** As whom a call is made, where not simply as oneself. */
export interface Acting {
  /** UUID of the absent person. */
  onBehalfOf?: string | undefined;
  /** Id of the role to see through. */
  viewAsRole?: string | undefined;
}

const roleId = /^[a-z0-9][a-z0-9-]{0,49}$/;

/**
 * Reads the values of the two headers; empty ones count as absent. Throws invalid, with the header as the field, for
 * what is no id, and for both at once: nobody previews in somebody else's place.
 */
export function readActing(onBehalfOf: string | undefined, viewAsRole: string | undefined): Acting {
  if (onBehalfOf && !isUuid(onBehalfOf)) throw badHeader(onBehalfHeader, 'not-a-uuid');
  if (viewAsRole && !roleId.test(viewAsRole)) throw badHeader(viewAsHeader, 'not-a-role');
  if (onBehalfOf && viewAsRole) throw badHeader(viewAsHeader, 'not-on-behalf');
  return {
    ...(onBehalfOf && { onBehalfOf: onBehalfOf.toLowerCase() }),
    ...(viewAsRole && { viewAsRole }),
  };
}

function badHeader(field: string, reason: string): AppError {
  return refusedField(field, reason);
}
