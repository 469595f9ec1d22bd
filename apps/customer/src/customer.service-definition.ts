import { startService, type RunningService } from '@kontor/service/start-service';
import { settings } from './config.js';
import { Contact } from './contact/contact.entity.js';
import { Customer } from './customer/customer.entity.js';
import { CustomerModule } from './customer.module.js';
import { Interaction } from './interaction/interaction.entity.js';
import { customerMessages } from './messages.js';
import { Customer1763700000000 } from './migrations/1763700000000-customer.js';

export const entities = [Customer, Contact, Interaction];
export const migrations = [Customer1763700000000];

/** What violated constraints of the customer tables mean to callers. */
export const constraints = {
  customer_external_id: { reason: 'external-id-taken', field: 'externalId' },
} as const;

/** Starts the customer service. */
export function startCustomer(): Promise<RunningService> {
  return startService({
    settings: settings(),
    module: CustomerModule,
    entities,
    migrations,
    messages: customerMessages,
    constraints,
  });
}
