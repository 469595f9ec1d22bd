import { Controller } from '@nestjs/common';
import type {
  ReminderCancelled,
  ReminderSet,
} from '@kontor/contracts/gen/kontor/notification/v1/reminder_events';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { ReminderService } from './reminder.service.js';

/** The services that plan reminders. */
const planners = { from: ['customer'] };

/** Reminders that other services plan and cancel. */
@Controller()
export class ReminderConsumer {
  constructor(private readonly reminders: ReminderService) {}

  @OnEvent('kontor.notification.v1.ReminderSet', planners)
  set(event: ReminderSet, { tx }: EventContext): Promise<void> {
    return this.reminders.set(tx, event);
  }

  @OnEvent('kontor.notification.v1.ReminderCancelled', planners)
  cancel(event: ReminderCancelled, { tx }: EventContext): Promise<void> {
    return this.reminders.cancel(tx, event);
  }
}
