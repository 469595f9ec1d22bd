import { Controller } from '@nestjs/common';
import type { LetterRequested } from '@kontor/contracts/gen/kontor/notification/v1/letter_events';
import { refusedField } from '@kontor/errors/app-error';
import { isLanguage } from '@kontor/errors/languages';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { carry } from '@kontor/telemetry/tracer';
import { findTemplate, templateValues } from '../notice/rules/render.js';

/** The services that write to people outside: they judge whether that is allowed. */
const askers = { from: ['customer'] };

/** Letters to people outside that other services ask for. */
@Controller()
export class LetterConsumer {
  /** Puts a letter in line, once. Throws `invalid` for a template that does not exist. */
  @OnEvent('kontor.notification.v1.LetterRequested', askers)
  async request(letter: LetterRequested, { tx }: EventContext): Promise<void> {
    const { letterId, address, language, unsubscribeUrl = '', expireTime, replyTo = '' } = letter;
    const template = findTemplate(letter.template);
    if (!template) {
      const params = { template: letter.template };
      throw refusedField('template', 'template-unknown', params);
    }
    await tx.query(
      `INSERT INTO outside_letter (id, address, language, template, values, unsubscribe_url, asker, expire_time,
         state, reason, reply, attempts, next_time, trace, create_time, update_time, reply_to)
       VALUES ($1, $2, $3, $4, $5, $6, 'customer', $7, 'scheduled', '', '', 0, now(), $8, now(), now(), $9)
       ON CONFLICT (id) DO NOTHING`,
      [
        letterId,
        address,
        isLanguage(language) ? language : 'en',
        letter.template,
        JSON.stringify(templateValues(template, letter.values ?? {})),
        unsubscribeUrl,
        expireTime,
        JSON.stringify(carry()),
        replyTo,
      ],
    );
  }
}
