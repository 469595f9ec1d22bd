import { Controller } from '@nestjs/common';
import type {
  OrganisationBeat,
  SessionEnded,
} from '@kontor/contracts/gen/kontor/identity/v1/identity_events';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { noteEndedSession } from './ended-session.js';
import { noteBeat } from './organisation-beat.js';

/** Hears which sessions ended, and that identity is heard at all. */
@Controller()
export class RevocationConsumer {
  @OnEvent('kontor.identity.v1.SessionEnded')
  async sessionEnded({ sessionId }: SessionEnded, { tx }: EventContext): Promise<void> {
    await noteEndedSession(tx, sessionId);
  }

  @OnEvent('kontor.identity.v1.OrganisationBeat')
  async organisationBeat({ time }: OrganisationBeat, { tx, event }: EventContext): Promise<void> {
    const { id, sequence } = event;
    // One out of the dead letters has no place in the stream, and proves nothing.
    if (sequence) await noteBeat(tx, { eventId: id, sequence, time: time ?? event.time });
  }
}
