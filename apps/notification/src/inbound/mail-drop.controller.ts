import { Controller } from '@nestjs/common';
import {
  MailDropServiceControllerMethods,
  type CreateMailDropRequest,
  type ListInboundMailsRequest,
  type ListMailDropsRequest,
  type MailDropServiceController,
  type RetryInboundMailRequest,
  type UpdateMailDropRequest,
} from '@kontor/contracts/gen/kontor/notification/v1/mail_drop_service';
import type { Call } from '@kontor/access/call';
import { InboundMailService } from './inbound-mail.service.js';
import { MailDropService } from './mail-drop.service.js';

/** The calls of kontor.notification.v1.MailDropService. */
@Controller()
@MailDropServiceControllerMethods()
export class MailDropController implements MailDropServiceController {
  constructor(
    private readonly drops: MailDropService,
    private readonly mails: InboundMailService,
  ) {}

  createMailDrop(request: CreateMailDropRequest, call: Call) {
    return this.drops.create(request, call);
  }

  listMailDrops(request: ListMailDropsRequest, call: Call) {
    return this.drops.list(request, call);
  }

  updateMailDrop(request: UpdateMailDropRequest, call: Call) {
    return this.drops.update(request, call);
  }

  listInboundMails(request: ListInboundMailsRequest, call: Call) {
    return this.mails.list(request, call);
  }

  retryInboundMail({ id }: RetryInboundMailRequest, call: Call) {
    return this.mails.retry(id, call);
  }
}
