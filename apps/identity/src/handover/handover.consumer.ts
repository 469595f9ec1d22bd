import { Controller } from '@nestjs/common';
import type {
  HandoverListed,
  HandoverProgressed,
  OrphansFound,
} from '@kontor/contracts/gen/kontor/identity/v1/handover_events';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { takeTurns } from '../locks.js';
import { hearOf } from './handover-process.js';
import { handOverOrphans } from './leaver.js';
import { participants } from './participants.js';

const fromParticipants = { from: [...participants] };

/** What services tell of their parts of hand-overs, and of records that nobody owns any more. */
@Controller()
export class HandoverConsumer {
  @OnEvent('kontor.identity.v1.HandoverListed', fromParticipants)
  async listed(
    { handoverId, service, counts, revision }: HandoverListed,
    { tx }: EventContext,
  ): Promise<void> {
    await hearOf(tx, handoverId, { kind: 'listed', service, counts, revision });
  }

  @OnEvent('kontor.identity.v1.HandoverProgressed', fromParticipants)
  async progressed({ handoverId, ...told }: HandoverProgressed, { tx }: EventContext): Promise<void> {
    await hearOf(tx, handoverId, { kind: 'progressed', ...told });
  }

  @OnEvent('kontor.identity.v1.OrphansFound', fromParticipants)
  async orphansFound({ service, orphans }: OrphansFound, { tx }: EventContext): Promise<void> {
    await takeTurns(tx, 'organisation');
    for (const one of orphans) await handOverOrphans(tx, service, one);
  }
}
