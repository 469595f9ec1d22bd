import type { ServiceSettings } from '@kontor/service/config';
import type { ServiceDefinition } from '@kontor/service/start-service';
import { Contact } from './contact/contact.entity.js';
import { Customer } from './customer/customer.entity.js';
import { CustomerModule } from './customer.module.js';
import { ImportBadRow } from './import/import-bad-row.entity.js';
import { Import } from './import/import.entity.js';
import { importMessages } from './import/messages.js';
import { Interaction } from './interaction/interaction.entity.js';
import { customerMessages } from './messages.js';
import { Customer1763700000000 } from './migrations/1763700000000-customer.js';
import { Import1763700000001 } from './migrations/1763700000001-import.js';

/** What makes the customer service. */
export const customerService = (settings: ServiceSettings): ServiceDefinition => ({
  settings,
  module: CustomerModule,
  entities: [Customer, Contact, Interaction, Import, ImportBadRow],
  migrations: [Customer1763700000000, Import1763700000001],
  messages: { ...customerMessages, ...importMessages },
  constraints: {
    customer_external_id: { reason: 'external-id-taken', field: 'externalId' },
  },
});
