import { Audit1764300000060 } from './audit.migration.js';
import { Beat1764300000090 } from './beat.migration.js';
import { Credentials1764100000000 } from './credentials.migration.js';
import { CustomField1764300000030 } from './custom-field.migration.js';
import { FieldUse1787500400000 } from './field-use.migration.js';
import { FormUse1787500600001 } from './form-use.migration.js';
import { Form1787500600000 } from './form.migration.js';
import { Handover1764300000005 } from './handover.migration.js';
import { Identity1764000000000 } from './identity.migration.js';
import { Organisation1764200000000 } from './organisation.migration.js';
import { ReadRequest1764300000004 } from './read-request.migration.js';
import { Substitution1764300000003 } from './substitution.migration.js';
import { Role1764300000002 } from './role.migration.js';

/** Every migration of identity's own, oldest first. */
export const migrations = [
  Identity1764000000000,
  Credentials1764100000000,
  Organisation1764200000000,
  Role1764300000002,
  Substitution1764300000003,
  ReadRequest1764300000004,
  Handover1764300000005,
  CustomField1764300000030,
  Audit1764300000060,
  Beat1764300000090,
  FieldUse1787500400000,
  Form1787500600000,
  FormUse1787500600001,
];
