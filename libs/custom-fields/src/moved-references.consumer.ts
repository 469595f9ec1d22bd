import { Controller, Inject, Optional } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type {
  CustomersMerged,
  CustomersUnmerged,
} from '@kontor/contracts/gen/kontor/customer/v1/merge_events';
import type { Transaction } from '@kontor/database/transaction';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import {
  moveReferences,
  moveReferencesBack,
  TELL_MOVED,
  type MovedRecords,
  type TellMoved,
} from './moved-references.js';

/** Lets references of custom fields follow customers, and contacts, that became one, and that are two again. */
@Controller()
export class MovedReferencesConsumer {
  constructor(
    private readonly dataSource: DataSource,
    @Optional() @Inject(TELL_MOVED) private readonly tellMoved?: TellMoved,
  ) {}

  @OnEvent('kontor.customer.v1.CustomersMerged')
  async customersMerged(
    { mergeId, winnerId, loserId, contacts }: CustomersMerged,
    { tx }: EventContext,
  ): Promise<void> {
    const customers = { object: 'customer', fromId: loserId, toId: winnerId };
    const moved = await moveReferences(tx, this.dataSource, { mergeId, ...customers });
    for (const { keptId: toId, droppedId: fromId } of contacts)
      moved.push(
        ...(await moveReferences(tx, this.dataSource, { mergeId, object: 'contact', fromId, toId })),
      );
    await this.tell(tx, moved);
  }

  @OnEvent('kontor.customer.v1.CustomersUnmerged')
  async customersUnmerged({ mergeId, winnerId }: CustomersUnmerged, { tx }: EventContext): Promise<void> {
    await this.tell(tx, await moveReferencesBack(tx, mergeId, winnerId));
  }

  private async tell(tx: Transaction, moved: readonly MovedRecords[]): Promise<void> {
    for (const records of moved) await this.tellMoved?.(tx, records);
  }
}
