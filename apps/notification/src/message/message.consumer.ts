import { Controller } from '@nestjs/common';
import type { MessageRequested } from '@kontor/contracts/gen/kontor/notification/v1/message_events';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { MessageService } from './message.service.js';

/** The services that write to people. */
const writers = { from: ['identity'] };

/** Messages that other services ask for. */
@Controller()
export class MessageConsumer {
  constructor(private readonly messages: MessageService) {}

  @OnEvent('kontor.notification.v1.MessageRequested', writers)
  request(event: MessageRequested, context: EventContext): Promise<void> {
    return this.messages.request(event, context);
  }
}
