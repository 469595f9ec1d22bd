import type { Notice as NoticeMessage } from '@kontor/contracts/gen/kontor/notification/v1/notification';
import type { Language } from '@kontor/errors/languages';
import { render } from '@kontor/errors/messages';
import type { Delivery } from '../delivery/delivery.entity.js';
import { notificationMessages } from '../messages.js';
import type { Notice } from './notice.entity.js';

/** A notice as its person sees it: without the page for e-mail, and of each delivery only how it fares. */
export function noticeMessage(
  notice: Notice,
  deliveries: readonly Delivery[] = [],
  language: Language = 'en',
): NoticeMessage {
  const { id, personId, template, subject, body, about, read, readTime, createTime } = notice;
  return {
    id,
    personId,
    template,
    subject,
    body,
    about,
    read,
    ...(readTime !== undefined && { readTime }),
    createTime,
    deliveries: deliveries.map(({ channel, state, attempts, reason, updateTime }) => ({
      channel,
      state,
      attempts,
      reason,
      updateTime,
      message: reason && render(reason, {}, language, notificationMessages),
    })),
  };
}
