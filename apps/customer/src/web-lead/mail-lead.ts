import type { MailReceived } from '@kontor/contracts/gen/kontor/notification/v1/mail_events';
import type { WebAnswers, WebVisit } from '@kontor/contracts/gen/kontor/customer/v1/web_lead';
import type { Transaction } from '@kontor/database/transaction';
import { mailContent } from '../triage/rules/mail-content.js';
import { mailSpamScore } from './rules/mail-spam.js';
import { spamFrom } from './rules/spam-score.js';
import { WebSubmission } from './web-submission.entity.js';

/** Characters that a submission says at most, as of a page. */
const longestMessage = 5_000;
/** Prospects that one drop makes within an hour: more are looked at by a person. */
const hourlyLimit = 100;

/**
 * Has a message become a prospect as what a stranger fills in on a page does: the same spam guard, tray, check for duplicates
 * and way to an owner. `tokenId` lets it in once.
 */
export async function takeLead(tx: Transaction, mail: MailReceived, tokenId: string): Promise<void> {
  const { senderAddress, senderName, dropId, dropAddress, source, campaign } = mail;
  const answers: WebAnswers = {
    name: senderName || senderAddress.slice(0, senderAddress.lastIndexOf('@')),
    company: '',
    phone: '',
    email: senderAddress,
    message: mailContent(mail, longestMessage),
    homepage: '',
  };
  const tooMany = (await countOf(tx, dropId)) > hourlyLimit;
  const score = tooMany ? 100 : mailSpamScore(mail);
  const suspicion = score >= spamFrom ? 'spam' : undefined;
  tx.insert(WebSubmission, {
    formId: dropId,
    tokenId,
    answers,
    state: suspicion ?? 'received',
    reason: suspicion,
    spamScore: score,
    accepted: false,
    visit: visitOf(source, campaign),
    mail: { address: dropAddress, source },
    consentChannels: [],
    consentText: '',
    fault: '',
    attempts: 0,
  });
}

function visitOf(utmSource: string, utmCampaign: string): WebVisit {
  const none = { landingPage: '', referrer: '', utmTerm: '', utmContent: '' };
  return { ...none, utmSource, utmCampaign, utmMedium: 'email' };
}

async function countOf(tx: Transaction, dropId: string): Promise<number> {
  const [row] = await tx.query<{ used: number }>(
    `INSERT INTO web_form_use AS u (form_id, address, hour, used) VALUES ($1::uuid, '', date_trunc('hour', now()), 1)
     ON CONFLICT (form_id, address, hour) DO UPDATE SET used = u.used + 1 RETURNING used`,
    [dropId],
  );
  return row?.used ?? 0;
}
