import { Inject, Injectable } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import type {
  GetNoticeRequest,
  ListNoticesRequest,
  ListNoticesResponse,
  ReadNoticeRequest,
} from '@kontor/contracts/gen/kontor/notification/v1/notification_service';
import type { Notice as NoticeMessage } from '@kontor/contracts/gen/kontor/notification/v1/notification';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { Delivery } from '../delivery/delivery.entity.js';
import { Notice } from './notice.entity.js';
import { noticeMessage } from './notice-message.js';

const fields = queryFields(contract.fields('kontor.notification.v1.Notice'), {
  createTime: { nullable: false },
  template: { nullable: false },
  about: { nullable: false },
});

/** Notices to people: each reads the own ones, and nobody else's. */
@Injectable()
export class NoticeService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
  ) {}

  /** A page of the caller's notices. */
  list(request: ListNoticesRequest, call: Call): Promise<ListNoticesResponse> {
    return this.unitOfWork.read(call, async (tx) => {
      const { rows, ...page } = await listRows(tx, Notice, 'notice', request, {
        fields,
        defaultOrder: 'createTime desc',
        method: call.method,
        secret: this.settings.secret,
      });
      return { notices: await withDeliveries(tx, rows), ...page };
    });
  }

  /** One of the caller's notices. Throws notice-not-found. */
  get({ id }: GetNoticeRequest, call: Call): Promise<NoticeMessage> {
    return this.unitOfWork.read(call, async (tx) => shown(tx, await tx.get(Notice, id)));
  }

  /** Marks a notice as read; the first time counts. */
  read({ id }: ReadNoticeRequest, call: Call): Promise<NoticeMessage> {
    return this.unitOfWork.write(call, async (tx) => {
      const notice = await tx.getForUpdate(Notice, id);
      if (notice.read) return shown(tx, notice);
      const after = tx.update(Notice, notice, { read: true, readTime: tx.now });
      tx.emit('kontor.notification.v1.NoticeChanged', after, { notice: noticeMessage(after) });
      return shown(tx, after);
    });
  }
}

async function shown(tx: Transaction, notice: Notice): Promise<NoticeMessage> {
  const deliveries = await tx.select(Delivery, 'r.notice_id = $1', [notice.id], 'ORDER BY r.channel');
  return noticeMessage(notice, deliveries, tx.call.language);
}

async function withDeliveries(tx: Transaction, notices: readonly Notice[]): Promise<NoticeMessage[]> {
  if (notices.length === 0) return [];
  const ids = notices.map(({ id }) => id);
  const deliveries = await tx.select(Delivery, 'r.notice_id = ANY ($1::uuid[])', [ids], 'ORDER BY r.channel');
  const byNotice = Map.groupBy(deliveries, ({ noticeId }) => noticeId);
  return notices.map((notice) => noticeMessage(notice, byNotice.get(notice.id), tx.call.language));
}
