import { Controller } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import {
  NoticeServiceControllerMethods,
  type GetNoticeRequest,
  type ListNoticesRequest,
  type ListNoticesResponse,
  type NoticeServiceController,
  type ReadNoticeRequest,
} from '@kontor/contracts/gen/kontor/notification/v1/notification_service';
import type { Notice } from '@kontor/contracts/gen/kontor/notification/v1/notification';
import { NoticeService } from './notice.service.js';

/** The calls of kontor.notification.v1.NoticeService. */
@Controller()
@NoticeServiceControllerMethods()
export class NoticeController implements NoticeServiceController {
  constructor(private readonly notices: NoticeService) {}

  listNotices(request: ListNoticesRequest, call: Call): Promise<ListNoticesResponse> {
    return this.notices.list(request, call);
  }

  getNotice(request: GetNoticeRequest, call: Call): Promise<Notice> {
    return this.notices.get(request, call);
  }

  readNotice(request: ReadNoticeRequest, call: Call): Promise<Notice> {
    return this.notices.read(request, call);
  }
}
