import { v7 as uuidv7 } from 'uuid';
import type { DeliveryState } from '@kontor/contracts/gen/kontor/notification/v1/notification';
import { createLogger } from '@kontor/telemetry/logger';
import { SmtpSink } from '@kontor/testing/smtp-sink';
import { until } from '@kontor/testing/until';
import { DeliveryJob } from '../src/delivery/delivery.job.js';
import { Mailer, mailLimits } from '../src/delivery/mailer.js';
import { tokenAddress, type SentKind } from '../src/inbound/rules/token-address.js';
import { OutsideQueue } from '../src/outside/outside.queue.js';
import { domain, MailStage } from './mail-stage.js';

let stage: MailStage;
beforeAll(async () => (stage = await MailStage.start()), 60_000);
afterAll(() => stage.dispose());

const addressOf = (purpose: 'bounce' | 'reply', kind: SentKind, id: string) =>
  tokenAddress(stage.service.settings.secret, domain, purpose, { kind, id });

/** A report of a mail server, as RFC 3464 has it. */
const report = (to: string, action: string, status: string, diagnostic = 'smtp; 550 5.1.1 no such user') =>
  [
    'From: MAILER-DAEMON@mx.outside.example',
    `To: ${to}`,
    'Subject: Undelivered Mail Returned to Sender',
    `Message-ID: <${uuidv7()}@mx.outside.example>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="r"',
    '',
    '--r',
    'Content-Type: text/plain',
    '',
    'It did not arrive.',
    '--r',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.outside.example',
    '',
    'Final-Recipient: rfc822; ada@outside.example',
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: ${diagnostic}`,
    '--r',
    'Content-Type: message/rfc822',
    '',
    'From: kontor@example.com',
    'Subject: Happy birthday!',
    '',
    'Dear Ada',
    '--r--',
    '',
  ].join('\r\n');

/** A letter that the next server took. */
async function letter(state: DeliveryState = 'accepted'): Promise<string> {
  const id = uuidv7();
  await stage.rows(
    `INSERT INTO outside_letter (id, address, language, template, values, unsubscribe_url, asker, expire_time, state,
       reason, reply, attempts, next_time, trace, create_time, update_time, reply_to)
     VALUES ($1, $2, 'en', 'greeting', '{"kind": "birthday", "greeting": "Dear Ada"}', '', 'customer',
       now() + interval '1 hour', $3, '', '', 1, now(), '{}', now(), now(), 'anna@kontor.example')`,
    [id, `${id}@outside.example`, state],
  );
  return id;
}

const stateOf = async (table: string, id: string) =>
  (
    await stage.rows<{ state: string; reason: string; reply: string }>(
      `SELECT * FROM ${table} WHERE id = $1`,
      [id],
    )
  )[0];
const told = async (id: string) =>
  (await stage.service.events('kontor.notification.v1.LetterSettled')).filter(
    ({ letterId }) => letterId === id,
  );
/** Sends a report and waits until it was read. */
async function bounce(to: string, action: string, status: string, diagnostic?: string) {
  await stage.sendRaw(to, report(to, action, status, diagnostic), '');
  return (await stage.settled('recipient = $1', [to])).at(-1);
}

describe('a report that a letter did not arrive', () => {
  it('has that very letter fail, late, and names an address where nothing ever arrives; once', async () => {
    const [id, other] = [await letter(), await letter()];
    const to = addressOf('bounce', 'letter', id);
    expect(await bounce(to, 'failed', '5.1.1')).toMatchObject({ state: 'handed_on', reason: '' });
    expect(await stateOf('outside_letter', id)).toMatchObject({
      ...{ state: 'failed', reason: 'bounced', reply: '5.1.1 550 5.1.1 no such user' },
    });
    expect(await stateOf('outside_letter', other)).toMatchObject({ state: 'accepted' });
    await bounce(to, 'failed', '5.1.1');
    expect(await told(id)).toMatchObject([
      { state: 'failed', reason: 'bounced', undeliverableAddress: `${id}@outside.example` },
    ]);
    const rows = await stage.settled('recipient = $1', [to], 2);
    expect(rows.map(({ reason }) => reason).sort()).toEqual(['', 'settled-before']);
  });

  it('names no address where only the message was not wanted', async () => {
    const id = await letter();
    await bounce(addressOf('bounce', 'letter', id), 'failed', '5.7.1', 'smtp; 550 5.7.1 spam');
    expect(await told(id)).toMatchObject([{ state: 'failed', undeliverableAddress: '' }]);
  });

  it('is only noted while the letter is late, arrived, or the report says nothing', async () => {
    const id = await letter();
    const to = addressOf('bounce', 'letter', id);
    expect(await bounce(to, 'delayed', '4.4.1')).toMatchObject({ state: 'noted', reason: 'soft-bounce' });
    expect(await bounce(to, 'delivered', '2.0.0')).toMatchObject({ state: 'noted', reason: 'soft-bounce' });
    await stage.send({ envelope: { from: '', to }, to, subject: 'I am away', text: '5.1.1 failed' });
    await stage.settled('recipient = $1 AND reason = $2', [to, 'no-report']);
    expect(await stateOf('outside_letter', id)).toMatchObject({ state: 'accepted' });
    expect(await told(id)).toEqual([]);
  });

  it('is refused with a forged token, and changes nothing with a token for answers or by a drop', async () => {
    const id = await letter();
    const good = addressOf('bounce', 'letter', id);
    const forged = good.replace(/.@/, (end) => (end === 'a@' ? 'b@' : 'a@'));
    await expect(bounce(forged, 'failed', '5.1.1')).rejects.toMatchObject({ responseCode: 550 });
    expect(await bounce(addressOf('reply', 'letter', id), 'failed', '5.1.1')).toMatchObject({
      ...{ state: 'noted', reason: 'automatic-reply' },
    });
    await stage.drop('reports');
    expect(await bounce(`reports@${domain}`, 'failed', '5.1.1')).toMatchObject({ state: 'noted' });
    expect(await stateOf('outside_letter', id)).toMatchObject({ state: 'accepted' });
  });

  it('has an e-mail of a notice, and a message that is none, fail as well', async () => {
    const id = uuidv7();
    const person = await stage.service.person();
    await stage.rows(
      `INSERT INTO notice (id, person_id, template, subject, body, html, about, read, create_time, version)
       VALUES ($1, $2, 'x', 'x', 'x', 'x', '', false, now(), 1)`,
      [id, person.id],
    );
    await stage.rows(
      `INSERT INTO delivery (id, notice_id, person_id, channel, state, attempts, reason, reply, next_time, trace, create_time,
         update_time) VALUES ($1, $1, $2, 'email', 'accepted', 1, '', '', now(), '{}', now(), now())`,
      [id, person.id],
    );
    await stage.rows(
      `INSERT INTO message (id, person_id, class, template, values, sealed_values, about, state, reason, reply, attempts,
         next_time, request_time, expire_time, trace, create_time, update_time)
       VALUES ($1, $2, 'ordinary', 'x', '{}', 'sealed', '', 'accepted', '', '', 1, now(), now(), now(), '{}', now(), now())`,
      [id, person.id],
    );
    await bounce(addressOf('bounce', 'message', id), 'failed', '5.1.1');
    expect(await stateOf('message', id)).toMatchObject({ state: 'failed', reason: 'bounced' });
    expect(await stateOf('delivery', id)).toMatchObject({ state: 'accepted' });
    await bounce(addressOf('bounce', 'delivery', id), 'failed', '5.2.2');
    expect(await stateOf('delivery', id)).toMatchObject({ state: 'failed', reason: 'bounced' });
    const notices = await stage.service.call<{ notices: { deliveries: object[] }[] }>(
      person,
      '/kontor.notification.v1.NoticeService/ListNotices',
      {},
    );
    expect(notices.notices[0]?.deliveries).toMatchObject([
      { state: 'failed', reason: 'bounced', message: 'The recipient’s mail server returned it later.' },
    ]);
  });
});

describe('a letter', () => {
  it('leaves with addresses of its own, for reports and for answers, and an answer is told with it', async () => {
    await using sink = await SmtpSink.start();
    const id = await letter('scheduled');
    const mailer = new Mailer(
      { smtpUrl: sink.url, from: { name: 'Kontor', address: 'kontor@example.com' } },
      mailLimits,
      (sent) => addressOf('bounce', 'letter', sent),
    );
    const queue = new OutsideQueue(stage.service.running.unitOfWork, (sent) =>
      addressOf('reply', 'letter', sent),
    );
    const job = new DeliveryJob({
      queue,
      mailer,
      logger: createLogger('notification', 'silent'),
      everyMs: 50,
    });
    job.start();
    const [mail] = await sink.mailTo(`${id}@outside.example`);
    await job.stop();
    expect(mail?.from).toBe(addressOf('bounce', 'letter', id));
    expect(mail?.email.from?.address).toBe('kontor@example.com');
    const [answerTo] = mail?.email.replyTo ?? [];
    const answer = await stage.handed({
      to: answerTo?.address,
      subject: 'Thank you!',
      text: 'How kind.',
      inReplyTo: mail?.email.messageId,
    });
    expect(answer).toMatchObject({ letterId: id, dropId: '', purpose: 'timeline', recipients: [] });
    expect(answer.references).toEqual([`<${id}@example.com>`]);
  });

  it('is answered to whom the asking service says while no mail is taken in', async () => {
    await using sink = await SmtpSink.start();
    const id = await letter('scheduled');
    const mailer = new Mailer({ smtpUrl: sink.url, from: { name: '', address: 'kontor@example.com' } });
    const queue = new OutsideQueue(stage.service.running.unitOfWork);
    const job = new DeliveryJob({
      queue,
      mailer,
      logger: createLogger('notification', 'silent'),
      everyMs: 50,
    });
    job.start();
    const [mail] = await sink.mailTo(`${id}@outside.example`);
    await until(
      'the letter to be settled',
      async () => (await stateOf('outside_letter', id))?.state === 'accepted',
    );
    await job.stop();
    expect(mail?.from).toBe('kontor@example.com');
    expect(mail?.email.replyTo).toMatchObject([{ address: 'anna@kontor.example' }]);
  });
});
