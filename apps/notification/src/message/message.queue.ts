import { serviceCall } from '@kontor/access/call';
import type { Rights } from '@kontor/access/rights';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import type { MessageClass } from '@kontor/contracts/gen/kontor/notification/v1/message_events';
import type { Language } from '@kontor/errors/languages';
import { openValues } from '@kontor/service/sealed-values';
import { leaseSeconds, type Claimed, type LetterQueue, type SettledAs } from '../delivery/delivery.queue.js';
import { findTemplate, render, templateValues, type TemplateValues } from '../notice/rules/render.js';
import { resendPause } from './rules/resend.js';
import { settledState } from './rules/settlement.js';

/** A message that one attempt holds, before it is written. */
interface ClaimedRow extends Omit<Claimed, 'subject' | 'text' | 'html'> {
  class: MessageClass;
  template: string;
  values: TemplateValues;
  sealedValues: string;
  expireTime: Date;
  language: Language;
  timeZone: string;
  roles: readonly string[];
  rights: Rights;
}

/**
 * The messages that wait, in a line of their own: a code does not stand behind thousands of reminders. Secret values
 * stay sealed in the database, are opened to write the message, and are wiped once it has left or never will.
 */
export class MessageQueue implements LetterQueue {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly secret: string,
  ) {}

  /** Takes messages that are due to people who are known here, and writes them. */
  async claim(most: number): Promise<Claimed[]> {
    const rows = await this.unitOfWork.write(serviceCall('notification', 'claim-messages'), async (tx) => {
      const claimed = await tx.query<Omit<ClaimedRow, 'rights'>>(
        `WITH due AS (
           SELECT m.id FROM message m JOIN person_copy p ON p.id = m.person_id
           WHERE m.state = 'scheduled' AND m.next_time <= now() AND m.expire_time > now()
           ORDER BY m.next_time LIMIT $1 FOR UPDATE OF m SKIP LOCKED
         )
         UPDATE message m SET state = 'sending', attempt_id = gen_random_uuid(), attempts = m.attempts + 1,
           lease_until = now() + make_interval(secs => $2), reason = '', reply = '', update_time = now()
         FROM due, person_copy p WHERE m.id = due.id AND p.id = m.person_id
         RETURNING m.id, m.attempt_id AS "attemptId", m.attempts, m.trace, m.about, m.class, m.template, m.values,
           m.sealed_values AS "sealedValues", m.expire_time AS "expireTime", p.email, p.status, p.language,
           p.time_zone AS "timeZone", p.roles`,
        [most, leaseSeconds],
      );
      return claimed.map((row) => ({ ...row, rights: tx.rightsOfRoles(row.roles) }));
    });
    const letters: Claimed[] = [];
    for (const row of rows) {
      const letter = this.write(row);
      if (letter) letters.push(letter);
      else await this.settle(row, { state: 'failed', reason: 'unreadable', reply: '' });
    }
    return letters;
  }

  /** Records what became of an attempt; see DeliveryQueue. An unclear outcome of a one-time code means: again. */
  async settle({ id, attemptId, attempts }: Claimed | ClaimedRow, outcome: SettledAs): Promise<boolean> {
    const rows = await this.unitOfWork.write(serviceCall('notification', 'settle-message'), async (tx) => {
      const [message] = await tx.query<{ class: MessageClass }>(
        `SELECT class FROM message WHERE id = $1 AND attempt_id = $2 AND state = 'sending' FOR UPDATE`,
        [id, attemptId],
      );
      if (!message) return [];
      return tx.query(
        `UPDATE message SET state = $2, reason = $3, reply = $4, next_time = now() + make_interval(secs => $5),
           lease_until = NULL, update_time = now(),
           sealed_values = CASE WHEN $2 = 'scheduled' THEN sealed_values ELSE '' END
         WHERE id = $1 RETURNING id`,
        [
          id,
          settledState(outcome.state, message.class),
          outcome.reason,
          outcome.reply,
          resendPause(attempts),
        ],
      );
    });
    return rows.length > 0;
  }

  /**
   * Judges what is left lying: what is too old fails; of attempts whose process ended, one-time codes are tried again
   * and others become unknown. Resolves to the ids that became unknown.
   */
  async sweep(): Promise<string[]> {
    const rows = await this.unitOfWork.write(serviceCall('notification', 'sweep-messages'), async (tx) => {
      await tx.query(
        `UPDATE message SET state = 'failed', reason = 'too-late', sealed_values = '', update_time = now()
         WHERE id IN (SELECT id FROM message WHERE state = 'scheduled' AND expire_time <= now()
           LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
      );
      await tx.query(
        `UPDATE message SET state = 'scheduled', reason = 'lease-expired', next_time = now(), update_time = now()
         WHERE state = 'sending' AND class = 'otp' AND lease_until < now()`,
      );
      return tx.query<{ id: string }>(
        `UPDATE message SET state = 'unknown', reason = 'lease-expired', sealed_values = '', update_time = now()
         WHERE state = 'sending' AND class <> 'otp' AND lease_until < now() RETURNING id`,
      );
    });
    return rows.map(({ id }) => id);
  }

  /** The message as its reader gets it; undefined where its secret values do not open. */
  private write(row: ClaimedRow): Claimed | undefined {
    const {
      class: _class,
      template,
      values,
      sealedValues,
      expireTime,
      language,
      timeZone,
      roles: _roles,
      rights,
      ...rest
    } = row;
    const secret = sealedValues === '' ? {} : openValues(sealedValues, this.secret, row.id);
    const found = findTemplate(template);
    if (!secret || !found) return undefined;
    const all = templateValues(found, { ...values, ...secret });
    const due = new Date(expireTime).toISOString();
    return { ...rest, ...render(template, all, due, { language, timeZone, rights }) };
  }
}
