import { Controller } from '@nestjs/common';
import type { NoticeRequested } from '@kontor/contracts/gen/kontor/notification/v1/notice_request_events';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { NoticeRequestService } from './notice-request.service.js';

/** The services that ask for notices. */
const askers = { from: ['identity', 'customer', 'sales-pipeline'] };

/** Notices that other services ask for. */
@Controller()
export class NoticeRequestConsumer {
  constructor(private readonly requests: NoticeRequestService) {}

  @OnEvent('kontor.notification.v1.NoticeRequested', askers)
  request(event: NoticeRequested, context: EventContext): Promise<void> {
    return this.requests.add(event, context);
  }
}
