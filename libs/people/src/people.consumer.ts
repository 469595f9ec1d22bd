import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { PersonChanged } from '@kontor/contracts/gen/kontor/identity/v1/identity_events';
import type { EventContext } from '@kontor/events/event-context';
import { copyPerson } from './person-copy.js';

/** Keeps the copy of people. */
@Controller()
export class PeopleConsumer {
  @EventPattern('kontor.identity.v1.PersonChanged')
  async personChanged(@Payload() event: PersonChanged, @Ctx() context: EventContext): Promise<void> {
    if (event.person) await copyPerson(context.tx, event.person);
  }
}
