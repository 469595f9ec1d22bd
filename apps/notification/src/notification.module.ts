import { Module } from '@nestjs/common';
import { mailSettings } from './config.js';
import { NoticeController } from './notice/notice.controller.js';
import { NoticeService } from './notice/notice.service.js';
import { ReminderConsumer } from './reminder/reminder.consumer.js';
import { ReminderService } from './reminder/reminder.service.js';
import { Jobs, MAIL } from './work/jobs.js';

@Module({
  controllers: [NoticeController, ReminderConsumer],
  providers: [NoticeService, ReminderService, Jobs, { provide: MAIL, useFactory: () => mailSettings() }],
})
export class NotificationModule {}
