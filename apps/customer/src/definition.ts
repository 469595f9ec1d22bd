import type { ServiceSettings } from '@kontor/service/config';
import type { ServiceDefinition } from '@kontor/service/start-service';
import { Contact } from './contact/contact.entity.js';
import { Customer } from './customer/customer.entity.js';
import { CustomerModule } from './customer.module.js';
import { HandoverTask } from './handover/handover-task.entity.js';
import { ImportBadRow } from './import/import-bad-row.entity.js';
import { Import } from './import/import.entity.js';
import { importMessages } from './import/messages.js';
import { Interaction } from './interaction/interaction.entity.js';
import { customerMessages } from './messages.js';
import { Customer1763700000000 } from './migrations/1763700000000-customer.js';
import { Import1763700000001 } from './migrations/1763700000001-import.js';
import { Counting1763700000004 } from './migrations/1763700000004-counting.js';
import { Ownership1763700000003 } from './migrations/1763700000003-ownership.js';
import { DossierRead } from './ownership/dossier-read.entity.js';
import { OwnershipChange } from './ownership/ownership-change.entity.js';
import { rotationMessages } from './rotation/messages.js';
import { RotationItem } from './rotation/rotation-item.entity.js';
import { Rotation } from './rotation/rotation.entity.js';

/** What makes the customer service. */
export const customerService = (settings: ServiceSettings): ServiceDefinition => ({
  settings,
  module: CustomerModule,
  entities: [
    Customer,
    Contact,
    Interaction,
    Import,
    ImportBadRow,
    OwnershipChange,
    DossierRead,
    HandoverTask,
    Rotation,
    RotationItem,
  ],
  migrations: [Customer1763700000000, Import1763700000001, Ownership1763700000003, Counting1763700000004],
  messages: { ...customerMessages, ...importMessages, ...rotationMessages },
  constraints: {
    customer_external_id: { reason: 'external-id-taken', field: 'externalId' },
  },
});
