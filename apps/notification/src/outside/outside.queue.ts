import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import type { DeliveryState } from '@kontor/contracts/gen/kontor/notification/v1/notification';
import type { Language } from '@kontor/errors/languages';
import { leaseSeconds, type Claimed, type LetterQueue, type SettledAs } from '../delivery/delivery.queue.js';
import { pauseAfter } from '../delivery/rules/back-off.js';
import { saysAddressIsNone } from '../delivery/rules/submission.js';
import { render, type TemplateValues } from '../notice/rules/render.js';

/** A letter that one attempt holds, before it is written. */
interface ClaimedRow extends Omit<Claimed, 'subject' | 'text' | 'html' | 'status'> {
  template: string;
  values: TemplateValues;
  unsubscribeUrl: string;
  replyTo: string;
  language: Language;
  expireTime: Date;
}

/** What is told to who asked. */
interface Settled {
  id: string;
  address: string;
  state: DeliveryState;
  reason: string;
  reply: string;
}

/**
 * The letters that wait to people outside, in a line of their own. Each end of one is told to the service that asked, in
 * the transaction that notes it. Sent at most once, as notices are.
 */
export class OutsideQueue implements LetterQueue {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    /** Address by which an answer finds its letter; without it answers go where the asking service says. */
    private readonly answerTo?: (letterId: string) => string,
  ) {}

  /** Takes letters that are due, and writes them in their readers' languages. */
  async claim(most: number): Promise<Claimed[]> {
    const rows = await this.unitOfWork.write(serviceCall('notification', 'claim-letters'), (tx) =>
      tx.query<ClaimedRow>(
        `WITH due AS (
           SELECT id FROM outside_letter WHERE state = 'scheduled' AND next_time <= now() AND expire_time > now()
           ORDER BY next_time LIMIT $1 FOR UPDATE SKIP LOCKED
         )
         UPDATE outside_letter l SET state = 'sending', attempt_id = gen_random_uuid(), attempts = l.attempts + 1,
           lease_until = now() + make_interval(secs => $2), reason = '', reply = '', update_time = now()
         FROM due WHERE l.id = due.id
         RETURNING l.id, l.attempt_id AS "attemptId", l.attempts, l.trace, '' AS about, l.address AS email, l.template,
           l.values, l.unsubscribe_url AS "unsubscribeUrl", l.reply_to AS "replyTo", l.language, l.expire_time AS "expireTime"`,
        [most, leaseSeconds],
      ),
    );
    return rows.map(({ template, values, unsubscribeUrl, replyTo, language, expireTime, ...claimed }) => ({
      ...claimed,
      status: null,
      ...(unsubscribeUrl && { unsubscribeUrl }),
      replyTo: this.answerTo?.(claimed.id) ?? replyTo,
      ...render(template, { ...values, unsubscribeUrl }, new Date(expireTime).toISOString(), {
        language,
        timeZone: 'UTC',
      }),
    }));
  }

  /** Records what became of an attempt, and tells it; see DeliveryQueue. */
  async settle({ id, attemptId, attempts }: Claimed, { state, reason, reply }: SettledAs): Promise<boolean> {
    const pause = state === 'scheduled' ? pauseAfter(attempts) : undefined;
    const settled = state === 'scheduled' && pause === undefined ? 'failed' : state;
    return this.unitOfWork.write(serviceCall('notification', 'settle-letter'), async (tx) => {
      const [letter] = await tx.query<{ address: string }>(
        `UPDATE outside_letter SET state = $3, reason = $4, reply = $5, next_time = now() + make_interval(secs => $6),
           lease_until = NULL, update_time = now()
         WHERE id = $1 AND attempt_id = $2 AND state IN ('sending', 'unknown') RETURNING address`,
        [id, attemptId, settled, reason, reply, pause ?? 0],
      );
      if (!letter) return false;
      if (settled !== 'scheduled') tell(tx, { ...letter, id, state: settled, reason, reply });
      return true;
    });
  }

  /** Judges what is left lying: what is too old fails, an attempt whose process ended becomes unknown. */
  async sweep(): Promise<string[]> {
    const rows = await this.unitOfWork.write(serviceCall('notification', 'sweep-letters'), async (tx) => {
      const swept = await tx.query<Settled>(
        `WITH late AS (
           SELECT id FROM outside_letter WHERE state = 'scheduled' AND expire_time <= now()
           LIMIT 1000 FOR UPDATE SKIP LOCKED
         ), lost AS (
           SELECT id FROM outside_letter WHERE state = 'sending' AND lease_until < now()
           LIMIT 1000 FOR UPDATE SKIP LOCKED
         )
         UPDATE outside_letter l SET update_time = now(),
           state = CASE l.state WHEN 'sending' THEN 'unknown' ELSE 'failed' END,
           reason = CASE l.state WHEN 'sending' THEN 'lease-expired' ELSE 'too-late' END
         WHERE l.id IN (SELECT id FROM late UNION ALL SELECT id FROM lost)
         RETURNING l.id, l.address, l.state, l.reason, l.reply`,
      );
      for (const one of swept) tell(tx, one);
      return swept;
    });
    return rows.filter(({ state }) => state === 'unknown').map(({ id }) => id);
  }
}

/** What is known for sure comes after that nobody knew. */
function tell(tx: Transaction, { id, address, state, reason, reply }: Settled): void {
  const undeliverableAddress = state === 'failed' && saysAddressIsNone(reply) ? address : '';
  tx.emit(
    'kontor.notification.v1.LetterSettled',
    { id, version: state === 'unknown' ? 1 : 2 },
    { letterId: id, state, reason, reply, settleTime: tx.now, undeliverableAddress },
  );
}
