import { Injectable } from '@nestjs/common';
import type { NoticeRequested } from '@kontor/contracts/gen/kontor/notification/v1/notice_request_events';
import { AppError, refusedField } from '@kontor/errors/app-error';
import type { EventContext } from '@kontor/events/event-handler';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { carry } from '@kontor/telemetry/tracer';
import { addNotice } from '../notice/add-notice.js';
import { Notice } from '../notice/notice.entity.js';
import { findTemplate, templateValues } from '../notice/rules/render.js';
import { standInCopies } from '../stand-in/stand-in-copies.js';

/** Takes notices that other services ask for. */
@Injectable()
export class NoticeRequestService {
  /**
   * Makes a notice, once. Throws `invalid` for a template that does not exist, and `unavailable` for a person of whom
   * nothing is known yet: the event comes again.
   */
  async add(request: NoticeRequested, { tx, event }: EventContext): Promise<void> {
    const { noticeId: id, personId, about = '' } = request;
    const template = findTemplate(request.template);
    if (!template) {
      const params = { template: request.template };
      throw refusedField('template', 'template-unknown', params);
    }
    if (await tx.find(Notice, id)) return;
    const person = await tx.find(PersonCopy, personId);
    if (!person) throw new AppError('unavailable', 'person-unknown');
    if (person.status === 'left') return;
    const [clock] = await tx.query<{ now: string }>('SELECT now() AS now');
    const draft = {
      id,
      personId,
      template: request.template,
      about,
      values: templateValues(template, request.values ?? {}),
      due: event.time,
      now: clock?.now ?? tx.now,
      trace: carry(),
      language: person.language,
      timeZone: person.timeZone,
      roles: person.roles,
    };
    addNotice(tx, draft, (await standInCopies(tx, [draft])).get(id) ?? []);
  }
}
