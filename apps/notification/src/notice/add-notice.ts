import { isLanguage } from '@kontor/errors/languages';
import type { Transaction } from '@kontor/database/transaction';
import type { Carrier } from '@kontor/telemetry/tracer';
import { Delivery } from '../delivery/delivery.entity.js';
import { forAbsent } from '../stand-in/rules/for-absent.js';
import type { StandIn } from '../stand-in/stand-in-copies.js';
import { noticeMessage } from './notice-message.js';
import { Notice } from './notice.entity.js';
import { findTemplate, render, type Reader, type Rendered, type TemplateValues } from './rules/render.js';
import { shownName } from './rules/value-sources.js';

/** A notice before it is written. */
export interface NoticeDraft {
  id: string;
  personId: string;
  template: string;
  about: string;
  values: TemplateValues;
  /** The moment that it is about, RFC 3339. */
  due: string;
  /** The database's clock. */
  now: string;
  trace: Carrier;
  /** Of the person; null while unknown. */
  language: string | null;
  timeZone: string | null;
  roles: readonly string[] | null;
}

interface Letter {
  id: string;
  personId: string;
  written: Rendered;
}

/**
 * Writes a notice to its person, and to those who stand in for the person unless the template is personal; each with a
 * delivery for e-mail. Throws where the template cannot be written; then nothing is added.
 */
export function addNotice(tx: Transaction, draft: NoticeDraft, standIns: readonly StandIn[]): void {
  const { id, personId, template, values, due } = draft;
  const letters: Letter[] = [{ id, personId, written: render(template, values, due, readerOf(tx, draft)) }];
  for (const standIn of findTemplate(template)?.personal ? [] : standIns) {
    const reader = readerOf(tx, standIn);
    const name = shownName(standIn.absentName, reader.language, reader.rights);
    const written = forAbsent(render(template, values, due, reader), name, reader.language);
    letters.push({ id: standIn.noticeId, personId: standIn.personId, written });
  }
  for (const letter of letters) addLetter(tx, draft, letter);
}

/** Rights as they are now: a plan made long ago must not show what has been hidden since. */
function readerOf(
  tx: Transaction,
  { language, timeZone, roles }: Pick<NoticeDraft, 'language' | 'timeZone' | 'roles'>,
): Reader {
  const rights = tx.rightsOfRoles(roles ?? []);
  return { language: isLanguage(language) ? language : 'en', timeZone: timeZone ?? 'UTC', rights };
}

function addLetter(tx: Transaction, draft: NoticeDraft, { id, personId, written }: Letter): void {
  const { template, about, now, trace } = draft;
  const { subject, text, html } = written;
  const notice = tx.insert(Notice, {
    id,
    personId,
    template,
    subject,
    body: text,
    html,
    about,
    read: false,
    createTime: now,
  });
  tx.emit('kontor.notification.v1.NoticeChanged', notice, { notice: noticeMessage(notice) });
  tx.insert(Delivery, {
    noticeId: id,
    personId,
    channel: 'email',
    state: 'scheduled',
    attempts: 0,
    reason: '',
    reply: '',
    nextTime: now,
    trace,
    createTime: now,
    updateTime: now,
  });
}
