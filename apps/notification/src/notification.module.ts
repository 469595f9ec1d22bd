import { Module } from '@nestjs/common';
import { openStore } from '@kontor/files/open-store';
import { LOGGER } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { mailSettings } from './config.js';
import { INBOUND, inboundSettings, type InboundSettings } from './inbound/config.js';
import { InboundMailJob } from './inbound/inbound-mail.job.js';
import { InboundMailService } from './inbound/inbound-mail.service.js';
import { MailDoor } from './inbound/mail-door.js';
import { MailDropController } from './inbound/mail-drop.controller.js';
import { MAIL_FILES } from './inbound/mail-files.js';
import { MailDropService } from './inbound/mail-drop.service.js';
import { MessageConsumer } from './message/message.consumer.js';
import { MessageService } from './message/message.service.js';
import { LetterConsumer } from './outside/letter.consumer.js';
import { NoticeController } from './notice/notice.controller.js';
import { NoticeService } from './notice/notice.service.js';
import { ReminderConsumer } from './reminder/reminder.consumer.js';
import { ReminderService } from './reminder/reminder.service.js';
import { NoticeRequestConsumer } from './request/notice-request.consumer.js';
import { NoticeRequestService } from './request/notice-request.service.js';
import { Jobs, MAIL } from './work/jobs.js';

@Module({
  controllers: [
    NoticeController,
    ReminderConsumer,
    MessageConsumer,
    NoticeRequestConsumer,
    LetterConsumer,
    MailDropController,
  ],
  providers: [
    NoticeService,
    ReminderService,
    MessageService,
    NoticeRequestService,
    Jobs,
    MailDropService,
    InboundMailService,
    InboundMailJob,
    MailDoor,
    { provide: INBOUND, useFactory: () => inboundSettings() },
    {
      provide: MAIL_FILES,
      inject: [INBOUND, LOGGER],
      useFactory: (inbound: InboundSettings | undefined, logger: Logger) =>
        inbound?.filesFolder
          ? openStore({ variable: 'MAIL_FILES_FOLDER', value: inbound.filesFolder, label: 'mail' }, logger)
          : undefined,
    },
    { provide: MAIL, useFactory: () => mailSettings() },
  ],
})
export class NotificationModule {}
