import { Injectable } from '@nestjs/common';
import type { MessageRequested } from '@kontor/contracts/gen/kontor/notification/v1/message_events';
import type { EventContext } from '@kontor/events/event-handler';
import { carry } from '@kontor/telemetry/tracer';
import { refusedField } from '@kontor/errors/app-error';
import { findTemplate, templateValues } from '../notice/rules/render.js';

/** Takes messages that other services ask for. */
@Injectable()
export class MessageService {
  /**
   * Puts a message in line, once. A one-time code makes older ones of its template void, also when it is overtaken by
   * them on the way. Throws `invalid` for a template that does not exist.
   */
  async request(message: MessageRequested, { tx, event }: EventContext): Promise<void> {
    const { messageId, personId, sealedValues = '', about = '', class: messageClass, expireTime } = message;
    const template = findTemplate(message.template);
    if (!template) {
      const params = { template: message.template };
      throw refusedField('template', 'template-unknown', params);
    }
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `${personId} ${message.template}`,
    ]);
    const inserted = await tx.query(
      `INSERT INTO message (id, person_id, template, values, sealed_values, about, class, request_time, expire_time,
         state, reason, reply, attempts, next_time, trace, create_time, update_time)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'scheduled', '', '', 0, now(), $10, now(), now())
       ON CONFLICT (id) DO NOTHING RETURNING id`,
      [
        messageId,
        personId,
        message.template,
        JSON.stringify(templateValues(template, message.values ?? {})),
        sealedValues,
        about,
        messageClass,
        event.time,
        expireTime,
        JSON.stringify(carry()),
      ],
    );
    if (inserted.length === 0 || messageClass !== 'otp') return;
    await tx.query(
      `UPDATE message m SET state = 'failed', reason = 'replaced', sealed_values = '', update_time = now()
       WHERE m.person_id = $1 AND m.template = $2 AND m.class = 'otp' AND m.state IN ('scheduled', 'sending')
         AND EXISTS (SELECT 1 FROM message n WHERE n.person_id = $1 AND n.template = $2 AND n.class = 'otp'
           AND (n.request_time, n.id) > (m.request_time, m.id))`,
      [personId, message.template],
    );
  }
}
