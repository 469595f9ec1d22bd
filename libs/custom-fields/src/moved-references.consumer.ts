import { Controller } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type {
  CustomersMerged,
  CustomersUnmerged,
} from '@kontor/contracts/gen/kontor/customer/v1/merge_events';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { moveReferences, moveReferencesBack } from './moved-references.js';

/** Lets references of custom fields follow customers, and contacts, that became one, and that are two again. */
@Controller()
export class MovedReferencesConsumer {
  constructor(private readonly dataSource: DataSource) {}

  @OnEvent('kontor.customer.v1.CustomersMerged')
  async customersMerged(
    { mergeId, winnerId, loserId, contacts }: CustomersMerged,
    { tx }: EventContext,
  ): Promise<void> {
    const customers = { object: 'customer', fromId: loserId, toId: winnerId };
    await moveReferences(tx, this.dataSource, { mergeId, ...customers });
    for (const { keptId: toId, droppedId: fromId } of contacts)
      await moveReferences(tx, this.dataSource, { mergeId, object: 'contact', fromId, toId });
  }

  @OnEvent('kontor.customer.v1.CustomersUnmerged')
  async customersUnmerged({ mergeId, winnerId }: CustomersUnmerged, { tx }: EventContext): Promise<void> {
    await moveReferencesBack(tx, mergeId, winnerId);
  }
}
