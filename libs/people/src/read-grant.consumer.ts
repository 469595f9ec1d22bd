import { Controller } from '@nestjs/common';
import type { ReadGranted } from '@kontor/contracts/gen/kontor/identity/v1/read_request_events';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { contract } from '@kontor/schema/contract';
import { applyReadGrant } from './read-grant.js';

/** Applies what superiors let people read for a while, in the service that owns the record, and answers. */
@Controller()
export class ReadGrantConsumer {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @OnEvent('kontor.identity.v1.ReadGranted')
  async readGranted(grant: ReadGranted, { tx }: EventContext): Promise<void> {
    if (contract.object(grant.object)?.service !== tx.service) return;
    const reason = await applyReadGrant(tx, this.unitOfWork.dataSource, grant);
    tx.emit(
      'kontor.identity.v1.ReadGrantApplied',
      { id: grant.id, version: 1 },
      { id: grant.id, applied: reason === undefined, reason: reason ?? '' },
    );
  }
}
