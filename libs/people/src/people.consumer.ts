import { Controller } from '@nestjs/common';
import type { PersonChanged } from '@kontor/contracts/gen/kontor/identity/v1/identity_events';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { copyPerson } from './person-copy.js';

/** Keeps the copy of people. */
@Controller()
export class PeopleConsumer {
  @OnEvent('kontor.identity.v1.PersonChanged')
  async personChanged(event: PersonChanged, { tx }: EventContext): Promise<void> {
    if (event.person) await copyPerson(tx, event.person);
  }
}
