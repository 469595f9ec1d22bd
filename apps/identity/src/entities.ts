import { AuditDigestRow } from './audit/audit-digest.entity.js';
import { AuditEntryRow } from './audit/audit-entry.entity.js';
import { AuditKeyRow } from './audit/audit-key.entity.js';
import { CalendarRow } from './calendar/calendar.entity.js';
import { CustomFieldRow, FieldQualityRow, FieldUseRow } from './custom-field/custom-field.entity.js';
import { FormRow, FormUseRow } from './form/form.entity.js';
import { AssignmentRow } from './employment/assignment.entity.js';
import { ApiKeyRow } from './api-key/api-key.entity.js';
import { CredentialRow } from './person/credential.entity.js';
import { HandoverRow } from './handover/handover.entity.js';
import { PersonRow } from './person/person.entity.js';
import { RefreshTokenRow } from './session/refresh-token.entity.js';
import { SessionRow } from './session/session.entity.js';
import { SigningKeyRow } from './session/signing-key.entity.js';
import { RoleRow } from './role/role.entity.js';
import { ReadRequestRow } from './read-request/read-request.entity.js';
import { SubstitutionRow } from './substitution/substitution.entity.js';
import { TypeChangeRow } from './type-change/type-change.entity.js';
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
  AuditEntryRow,
  AuditDigestRow,
  AuditKeyRow,
  SubstitutionRow,
  ReadRequestRow,
  RoleRow,
  CustomFieldRow,
  FieldQualityRow,
  FieldUseRow,
  FormRow,
  FormUseRow,
  TypeChangeRow,
  HandoverRow,
];
