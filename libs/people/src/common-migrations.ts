import { AuditOnBehalf1700000000003 } from '@kontor/database/audit.migration';
import { AuditShipping1700000000005 } from '@kontor/database/audit-shipping.migration';
import { CustomFields1700000000030 } from '@kontor/custom-fields/custom-fields.migration';
import { Platform1700000000000 } from '@kontor/database/platform.migration';
import { People1700000000001 } from './people.migration.js';
import { Revocation1700000000004 } from './revocation.migration.js';
import { Rights1700000000002 } from './rights.migration.js';

/** Migrations that every service begins with, oldest first. */
export const commonMigrations = [
  Platform1700000000000,
  People1700000000001,
  Rights1700000000002,
  AuditOnBehalf1700000000003,
  Revocation1700000000004,
  AuditShipping1700000000005,
  CustomFields1700000000030,
];
