import { v7 as uuidv7 } from 'uuid';
import type { NoticeRequested } from '@kontor/contracts/gen/kontor/notification/v1/notice_request_events';
import type { Transaction } from '@kontor/database/transaction';

/** What a person is to be told; what may be asked for twice brings an id of its own making, and is told once. */
type Request = Omit<NoticeRequested, 'noticeId'> & Partial<Pick<NoticeRequested, 'noticeId'>>;

/** Has the notification service tell a person something, when the unit of work is committed. */
export function requestNotice(tx: Transaction, { noticeId = uuidv7(), ...notice }: Request): void {
  const aggregate = { id: noticeId, version: 1 };
  tx.emit('kontor.notification.v1.NoticeRequested', aggregate, { noticeId, ...notice });
}
