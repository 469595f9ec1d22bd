import { CalendarRow } from './calendar/calendar.entity.js';
import { AssignmentRow } from './employment/assignment.entity.js';
import { ApiKeyRow } from './api-key/api-key.entity.js';
import { CredentialRow } from './person/credential.entity.js';
import { PersonRow } from './person/person.entity.js';
import { RefreshTokenRow } from './session/refresh-token.entity.js';
import { SessionRow } from './session/session.entity.js';
import { SigningKeyRow } from './session/signing-key.entity.js';
import { UnitRow } from './unit/unit.entity.js';

/** Every entity of identity. */
export const entities = [
  PersonRow,
  CredentialRow,
  UnitRow,
  AssignmentRow,
  CalendarRow,
  SessionRow,
  ApiKeyRow,
  RefreshTokenRow,
  SigningKeyRow,
];
