import type { ConstraintMeanings } from '@kontor/database/postgres-errors';

/** What a violated constraint of identity's tables means to a caller. */
export const constraints: ConstraintMeanings = {
  person_email: { reason: 'email-taken', field: 'email' },
  calendar_name: { reason: 'calendar-name-taken', field: 'name' },
  unit_name: { reason: 'unit-name-taken', field: 'name' },
};
