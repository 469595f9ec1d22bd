import { Controller } from '@nestjs/common';
import type {
  ConversionDone,
  ConversionRefused,
} from '@kontor/contracts/gen/kontor/sales_pipeline/v1/opportunity_events';
import type { Transaction } from '@kontor/database/transaction';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { emitCustomerChanged } from '../customer/customer-events.js';
import { Customer } from '../customer/customer.entity.js';
import { guardianOf } from '../customer/guardian.js';
import { Conversion } from './conversion.entity.js';
import { statusToGiveBack } from './rules/conversion-end.js';

/** Ends conversions as the sales pipeline answers them. What has ended stays as it is, whatever comes later. */
@Controller()
export class ConversionEndConsumer {
  @OnEvent('kontor.sales_pipeline.v1.ConversionDone')
  done({ conversionId, opportunityId }: ConversionDone, { tx }: EventContext): Promise<void> {
    return end(tx, conversionId, { state: 'done', opportunityId });
  }

  @OnEvent('kontor.sales_pipeline.v1.ConversionRefused')
  refused({ conversionId, reason }: ConversionRefused, { tx }: EventContext): Promise<void> {
    return end(tx, conversionId, { state: 'failed', reason });
  }
}

async function end(tx: Transaction, id: string, changes: Partial<Conversion>): Promise<void> {
  const seen = await tx.find(Conversion, id);
  if (seen?.state !== 'started') return;
  // The customer first, then the conversion: the order in which conversions and merges lock them.
  const [customer] = await tx.select(Customer, 'r.id = $1', [seen.customerId], 'FOR NO KEY UPDATE OF r');
  const [before] = await tx.select(Conversion, 'r.id = $1', [id], 'FOR NO KEY UPDATE OF r');
  if (before?.state !== 'started') return;
  // Merged in the very moment: told again, it is found where it is now.
  if (customer?.id !== before.customerId)
    throw new Error(`The customer of conversion ${id} was merged meanwhile`);
  const after = tx.update(Conversion, before, changes);
  if (after.state === 'failed') giveBack(tx, customer, after);
  tx.emit('kontor.customer.v1.ConversionEnded', after, { conversion: after, ownerId: guardianOf(customer) });
}

function giveBack(tx: Transaction, customer: Customer, conversion: Conversion): void {
  const status = statusToGiveBack(conversion, customer.status);
  if (!status) return;
  emitCustomerChanged(tx, customer, tx.update(Customer, customer, { status }));
}
