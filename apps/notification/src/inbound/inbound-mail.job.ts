import { Inject, Injectable } from '@nestjs/common';
import { serviceCall } from '@kontor/access/call';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { failPoint } from '@kontor/database/fail-point';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import type { Store } from '@kontor/files/store';
import type { ServiceSettings } from '@kontor/service/config';
import { LOGGER, SETTINGS } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import type { MailSettings } from '../config.js';
import { MAIL } from '../work/jobs.js';
import { INBOUND, type InboundSettings } from './config.js';
import {
  goesFurther,
  handOn,
  type Handed,
  type HandSettings,
  type StoredMail,
  type ToldMail,
} from './hand-on.js';
import { dropFiles, MAIL_FILES, putFiles } from './mail-files.js';
import { readMail, type ReadMail } from './read-mail.js';
import { authenticityOf, type Verdict } from './rules/authenticity.js';

/** Pause between two looks, in milliseconds. */
const pause = 2_000;
/** How long one attempt may hold a message, in seconds: a process that died in it is not waited for any longer. */
const lease = 20;
/** A message that ended so many attempts without a word, perhaps the process too, is set aside. */
const mostAttempts = 5;
const hour = 3_600_000;
/** For how long it is remembered what came in, and what failed stays whole, in days. */
const kept = 90;

/** A message that an attempt holds. */
interface Claimed extends StoredMail {
  attemptId: string;
  attempts: number;
  relayed: boolean;
  raw: Buffer;
}

/** Reads what came in and hands it on, one message after the other; every replica runs it. */
@Injectable()
export class InboundMailJob extends BackgroundLoop {
  private tidied = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly work: UnitOfWork,
    @Inject(INBOUND) inbound: InboundSettings | undefined,
    @Inject(MAIL) private readonly mail: MailSettings | undefined,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
    @Inject(MAIL_FILES) private readonly files: Store | undefined,
    @Inject(LOGGER) private readonly logger: Pick<Logger, 'warn' | 'error'>,
  ) {
    super(
      () => (inbound ? this.step(inbound) : Promise.resolve(false)),
      pause,
      (error) => logger.error({ err: error }, 'mail that came in could not be handed on; it is tried again'),
    );
  }

  private async step(inbound: InboundSettings): Promise<boolean> {
    await this.tidy();
    const claimed = await this.claim();
    if (!claimed) return false;
    if (claimed.attempts > mostAttempts) await this.fail(claimed, 'given-up');
    else await this.attempt(claimed, inbound);
    return true;
  }

  private async attempt(claimed: Claimed, inbound: InboundSettings): Promise<void> {
    failPoint('inbound.after-claim');
    let mail: ReadMail;
    try {
      mail = await readMail(claimed.raw);
    } catch (error) {
      this.logger.warn({ err: error, mail: claimed.id }, 'mail that came in cannot be read and is set aside');
      return this.fail(claimed, 'unreadable');
    }
    const { authserv, domain } = inbound;
    const { sender, headers } = mail;
    const verdict = authenticityOf(headers, { sender, authserv, relayed: claimed.relayed });
    const settings = { secret: this.settings.secret, domain, ours: this.mail?.from.address ?? '' };
    // Without a transaction: a slow store holds no connection.
    const store = goesFurther(claimed, mail, settings) ? this.files : undefined;
    try {
      const attachments = await putFiles(store, claimed.id, mail.files);
      const state = await this.settle(claimed, { ...mail, attachments }, verdict, settings);
      // Nobody was told of them.
      if (state === 'noted') await dropFiles(store, attachments);
    } catch (error) {
      if (error instanceof AppError && error.code === 'unavailable') await this.putOff(claimed);
      throw error;
    }
  }

  private claim(): Promise<Claimed | undefined> {
    return this.work.write(serviceCall('notification', 'claim-mail'), async (tx) => {
      const [claimed] = await tx.query<Claimed>(
        `WITH due AS (
           SELECT id FROM inbound_mail WHERE state = 'received' AND next_time <= now()
           ORDER BY next_time LIMIT 1 FOR UPDATE SKIP LOCKED
         )
         UPDATE inbound_mail m SET attempts = m.attempts + 1, attempt_id = gen_random_uuid(),
           next_time = now() + make_interval(secs => $1)
         FROM due WHERE m.id = due.id
         RETURNING m.id, m.attempt_id AS "attemptId", m.attempts, m.identity, m.recipient, m.relayed, m.raw,
           m.envelope_from AS "envelopeFrom", m.create_time AS "createTime"`,
        [lease],
      );
      return claimed && { ...claimed, createTime: new Date(claimed.createTime) };
    });
  }

  /** What becomes of a message is written together with the event that tells it; its text is not kept any longer. */
  private async settle(
    claimed: Claimed,
    mail: ToldMail,
    verdict: Verdict,
    settings: HandSettings,
  ): Promise<Handed['state'] | undefined> {
    return this.work.write(serviceCall('notification', 'hand-on-mail'), async (tx) => {
      const mine = await tx.query(
        `SELECT 1 FROM inbound_mail WHERE id = $1 AND attempt_id = $2 AND state = 'received' FOR NO KEY UPDATE`,
        [claimed.id, claimed.attemptId],
      );
      if (mine.length === 0) return undefined;
      const { state, reason } = await handOn(tx, claimed, mail, verdict, settings);
      await tx.query(
        `UPDATE inbound_mail SET state = $2, reason = $3, sender = $4, subject = $5, authenticity = $6, raw = NULL,
           update_time = now() WHERE id = $1`,
        [claimed.id, state, reason, mail.sender || claimed.envelopeFrom, mail.subject, verdict.authenticity],
      );
      failPoint('inbound.before-commit');
      return state;
    });
  }

  /** The message is not at fault: the attempt does not count. */
  private async putOff({ id, attemptId }: Claimed): Promise<void> {
    await this.work.write(serviceCall('notification', 'put-mail-off'), (tx) =>
      tx.query(
        `UPDATE inbound_mail SET attempts = attempts - 1, next_time = now() + make_interval(secs => $3)
         WHERE id = $1 AND attempt_id = $2 AND state = 'received'`,
        [id, attemptId, lease],
      ),
    );
  }

  private async fail({ id, attemptId, envelopeFrom }: Claimed, reason: string): Promise<void> {
    await this.work.write(serviceCall('notification', 'set-mail-aside'), (tx) =>
      tx.query(
        `UPDATE inbound_mail SET state = 'failed', reason = $3, sender = $4, update_time = now()
         WHERE id = $1 AND attempt_id = $2 AND state = 'received'`,
        [id, attemptId, reason, envelopeFrom],
      ),
    );
  }

  private async tidy(): Promise<void> {
    if (performance.now() - this.tidied < hour) return;
    this.tidied = performance.now();
    await this.files?.tidy(24 * hour);
    await this.work.write(serviceCall('notification', 'forget-mail'), (tx) =>
      tx.query(
        `DELETE FROM inbound_mail WHERE id IN (SELECT id FROM inbound_mail
           WHERE create_time < now() - make_interval(days => $1) AND state <> 'received' LIMIT 10000)`,
        [kept],
      ),
    );
  }
}
