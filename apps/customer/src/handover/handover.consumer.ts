import { Controller } from '@nestjs/common';
import type { Handover } from '@kontor/contracts/gen/kontor/identity/v1/handover';
import type {
  HandoverEnded,
  HandoverPlanned,
  HandoverStarted,
} from '@kontor/contracts/gen/kontor/identity/v1/handover_events';
import type { Transaction } from '@kontor/database/transaction';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { HandoverTask, type HandoverTaskState } from './handover-task.entity.js';
import { ownedBy } from './owned-counts.js';

/**
 * This service's part of hand-overs, as identity tells of them. Each event carries the whole state, so that a service
 * that was down needs only the newest; the job moves the records.
 */
@Controller()
export class HandoverConsumer {
  @OnEvent('kontor.identity.v1.HandoverPlanned')
  async planned({ handover }: HandoverPlanned, { tx }: EventContext): Promise<void> {
    if (handover) await follow(tx, handover, 'listed');
  }

  @OnEvent('kontor.identity.v1.HandoverStarted')
  async started({ handover }: HandoverStarted, { tx }: EventContext): Promise<void> {
    if (handover) await follow(tx, handover, 'running');
  }

  @OnEvent('kontor.identity.v1.HandoverEnded')
  async ended({ handover }: HandoverEnded, { tx }: EventContext): Promise<void> {
    if (handover) await follow(tx, handover, 'ended');
  }
}

async function follow(tx: Transaction, handover: Handover, state: HandoverTaskState): Promise<void> {
  const handoverVersion = Number(handover.etag);
  const { id, personId, personIds: targetIds, reason, actorId } = handover;
  const leaver = handover.cause !== 'request';
  const [before] = await tx.select(HandoverTask, 'r.id = $1', [id], 'FOR NO KEY UPDATE OF r');
  if (before) {
    // What is finished stays finished: an end that identity tells of follows from it.
    if (before.handoverVersion >= handoverVersion || before.state === 'finished') return;
    tx.update(HandoverTask, before, {
      targetIds,
      reason,
      leaver,
      actorId,
      state,
      handoverVersion,
      nextTime: tx.now,
    });
    return;
  }
  const task = tx.insert(HandoverTask, {
    id,
    personId,
    leaver,
    targetIds,
    reason,
    actorId,
    state,
    moved: 0,
    handoverVersion,
    nextTime: tx.now,
  });
  if (state === 'ended') return;
  tx.emit('kontor.identity.v1.HandoverListed', task, {
    handoverId: id,
    service: 'customer',
    counts: await ownedBy(tx, personId),
    revision: task.version,
  });
}
