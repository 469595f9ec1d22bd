import { AuditOnBehalf1700000000003 } from '@kontor/database/audit.migration';
import { AuditShipping1700000000005 } from '@kontor/database/audit-shipping.migration';
import { CustomFields1700000000030 } from '@kontor/custom-fields/custom-fields.migration';
import { Forms1787500600000 } from '@kontor/custom-fields/forms.migration';
import { MovedReferences1787501100010 } from '@kontor/custom-fields/moved-references.migration';
import { TypeChanges1787505000100 } from '@kontor/custom-fields/type-changes.migration';
import { Platform1700000000000 } from '@kontor/database/platform.migration';
import { UnapprovedAbsence1787509305001 } from './absence-approval.migration.js';
import { People1700000000001 } from './people.migration.js';
import { PeopleCalendar1700000000006 } from './people-calendar.migration.js';
import { Revocation1700000000004 } from './revocation.migration.js';
import { Rights1700000000002 } from './rights.migration.js';
import { ShareRevision1700000000040 } from './share-revision.migration.js';

/** Migrations that every service begins with, oldest first. */
export const commonMigrations = [
  Platform1700000000000,
  People1700000000001,
  Rights1700000000002,
  AuditOnBehalf1700000000003,
  Revocation1700000000004,
  AuditShipping1700000000005,
  PeopleCalendar1700000000006,
  CustomFields1700000000030,
  ShareRevision1700000000040,
  Forms1787500600000,
  MovedReferences1787501100010,
  TypeChanges1787505000100,
  UnapprovedAbsence1787509305001,
];
