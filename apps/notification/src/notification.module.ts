import { Module } from '@nestjs/common';
import { mailSettings } from './config.js';
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
  controllers: [NoticeController, ReminderConsumer, MessageConsumer, NoticeRequestConsumer, LetterConsumer],
  providers: [
    NoticeService,
    ReminderService,
    MessageService,
    NoticeRequestService,
    Jobs,
    { provide: MAIL, useFactory: () => mailSettings() },
  ],
})
export class NotificationModule {}
