import { Inject, Injectable } from '@nestjs/common';
import { serviceCall } from '@kontor/access/call';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { tellAnew, type Teller } from '@kontor/database/tell-anew';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { LOGGER } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { CustomerCopy } from '../customer-copy/customer-copy.entity.js';
import { nobodys } from '../customer-copy/customer-copy.js';
import { emitOpportunityChanged } from './opportunity-events.js';
import { Opportunity } from './opportunity.entity.js';

/** How often a replica looks, in milliseconds: what waits was put there by a migration, and is mostly nothing. */
const interval = 3_600_000;

/** How opportunities are told of. */
export const tellers: Readonly<Record<string, Teller>> = {
  opportunity: async (tx, ids) => {
    const rows = await tx.select(
      Opportunity,
      'r.id = ANY ($1::uuid[])',
      [ids],
      'ORDER BY r.id FOR NO KEY UPDATE OF r',
    );
    const customers = await tx.select(CustomerCopy, 'r.id = ANY ($1::uuid[])', [
      [...new Set(rows.map(({ customerId }) => customerId))],
    ]);
    const guardianOf = new Map(customers.map(({ id, guardianId }) => [id, guardianId]));
    for (const row of rows) emitOpportunityChanged(tx, row, row, guardianOf.get(row.customerId) ?? nobodys);
  },
};

/** Tells services what they began to copy after it was told: which opportunities are open, and which were won. */
@Injectable()
export class RetellJob extends BackgroundLoop {
  constructor(work: UnitOfWork, @Inject(LOGGER) logger: Pick<Logger, 'warn'>) {
    super(
      () => tellAnew(work, serviceCall('sales-pipeline', 'tell anew'), tellers),
      interval,
      (error) => logger.warn({ err: error }, 'opportunities could not be told anew; it is tried again'),
    );
  }
}
