import { serviceCall } from '@kontor/access/call';
import type { PersonStatus } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import type { Carrier } from '@kontor/telemetry/tracer';
import type { Submission } from './mailer.js';
import { pauseAfter } from './rules/back-off.js';

/** How long an attempt may hold a delivery, in seconds; past that nobody knows what became of it. */
export const leaseSeconds = 60;

/** A message that waits longer than this is not sent any more: it would only confuse. In hours. */
const longestWait = 24;

/** A delivery that one attempt holds, with all that it takes to send it. */
export interface Claimed {
  id: string;
  attemptId: string;
  /** This attempt included. */
  attempts: number;
  trace: Carrier;
  subject: string;
  text: string;
  html: string;
  about: string;
  email: string | null;
  status: PersonStatus | null;
  /** Where a reader outside says that no more is wanted. */
  unsubscribeUrl?: string;
  /** Where a reader's answer goes; see Letter. */
  replyTo?: string;
}

/** A line of letters in the database, which DeliveryJob works off. */
export interface LetterQueue {
  /** Takes up to `most` letters that are due, so that nobody else sends them. */
  claim(most: number): Promise<Claimed[]>;
  /** Records what became of an attempt; false where the letter is not this attempt's any more. */
  settle(claimed: Claimed, outcome: SettledAs): Promise<boolean>;
  /** Judges what is left lying; resolves to the ids of which nobody knows whether they left. */
  sweep(): Promise<string[]>;
}

/** The e-mails that wait, in the database: what all replicas agree on. Every judgement uses the database's clock. */
export class DeliveryQueue implements LetterQueue {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Takes up to `most` deliveries that are due, so that no other replica will, and commits that before any is sent. */
  claim(most: number): Promise<Claimed[]> {
    return this.unitOfWork.write(serviceCall('notification', 'claim-deliveries'), (tx) =>
      tx.query<Claimed>(
        `WITH due AS (
           SELECT id FROM delivery WHERE state = 'scheduled' AND channel = 'email' AND next_time <= now()
           ORDER BY next_time LIMIT $1 FOR UPDATE SKIP LOCKED
         )
         UPDATE delivery d SET state = 'sending', attempt_id = gen_random_uuid(), attempts = d.attempts + 1,
           lease_until = now() + make_interval(secs => $2), reason = '', reply = '', update_time = now()
         FROM due, notice n LEFT JOIN person_copy p ON p.id = n.person_id
         WHERE d.id = due.id AND n.id = d.notice_id
         RETURNING d.id, d.attempt_id AS "attemptId", d.attempts, d.trace, n.subject, n.body AS text, n.html, n.about,
           p.email, p.status`,
        [most, leaseSeconds],
      ),
    );
  }

  /**
   * Records what became of an attempt. Also after its lease: what the attempt itself knows is better than `unknown`.
   * Resolves to false where the delivery is not this attempt's any more.
   */
  async settle({ id, attemptId, attempts }: Claimed, { state, reason, reply }: SettledAs): Promise<boolean> {
    const pause = state === 'scheduled' ? pauseAfter(attempts) : undefined;
    const settled = state === 'scheduled' && pause === undefined ? 'failed' : state;
    const rows = await this.unitOfWork.write(serviceCall('notification', 'settle-delivery'), (tx) =>
      tx.query(
        `UPDATE delivery SET state = $3, reason = $4, reply = $5, next_time = now() + make_interval(secs => $6),
           lease_until = NULL, update_time = now()
         WHERE id = $1 AND attempt_id = $2 AND state IN ('sending', 'unknown') RETURNING id`,
        [id, attemptId, settled, reason, reply, pause ?? 0],
      ),
    );
    return rows.length > 0;
  }

  /**
   * Judges what is left lying: an attempt whose lease is over ended with its process, perhaps after the message had
   * left, so it becomes `unknown` and is never sent again by itself; what waits for too long fails.
   * Resolves to the ids that became unknown.
   */
  async sweep(): Promise<string[]> {
    const rows = await this.unitOfWork.write(serviceCall('notification', 'sweep-deliveries'), async (tx) => {
      await tx.query(
        `UPDATE delivery SET state = 'failed', reason = 'too-late', update_time = now()
         WHERE id IN (SELECT id FROM delivery WHERE state = 'scheduled' AND next_time <= now()
           AND create_time < now() - make_interval(hours => $1) LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
        [longestWait],
      );
      return tx.query<{ id: string }>(
        `UPDATE delivery SET state = 'unknown', reason = 'lease-expired', update_time = now()
         WHERE state = 'sending' AND lease_until < now() RETURNING id`,
      );
    });
    return rows.map(({ id }) => id);
  }
}

/** What became of an attempt. */
export type SettledAs = Omit<Submission, 'reason'> & { reason: string };
