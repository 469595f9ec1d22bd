import { Controller } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { TypeChangeStepped } from '@kontor/contracts/gen/kontor/identity/v1/type_change_events';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { customTable } from '../custom-table.js';
import { copyTypeChange } from './type-change-copy.js';

/** Keeps changes of type of the objects that this service owns. */
@Controller()
export class TypeChangeConsumer {
  constructor(private readonly dataSource: DataSource) {}

  @OnEvent('kontor.identity.v1.TypeChangeStepped')
  async stepped({ typeChange }: TypeChangeStepped, { tx }: EventContext): Promise<void> {
    if (typeChange && customTable(this.dataSource, typeChange.object)) await copyTypeChange(tx, typeChange);
  }
}
