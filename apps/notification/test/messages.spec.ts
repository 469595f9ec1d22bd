import { v7 as uuidv7 } from 'uuid';
import type { MessageRequested } from '@kontor/contracts/gen/kontor/notification/v1/message_events';
import { sealValues } from '@kontor/service/sealed-values';
import { createLogger } from '@kontor/telemetry/logger';
import { sendForeign } from '@kontor/testing/foreign-event';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { SmtpSink } from '@kontor/testing/smtp-sink';
import { until } from '@kontor/testing/until';
import { notificationService } from '../src/definition.js';
import { DeliveryJob } from '../src/delivery/delivery.job.js';
import { Mailer } from '../src/delivery/mailer.js';
import { MessageQueue } from '../src/message/message.queue.js';

let sink: SmtpSink;
let service: TestService;

beforeAll(async () => {
  sink = await SmtpSink.start();
  // The service itself sends nothing: each test says when somebody does.
  delete process.env.SMTP_URL;
  service = await testService('notification', notificationService);
}, 60_000);
afterAll(async () => {
  await service?.dispose();
  await sink?.stop();
});
beforeEach(async () => {
  sink.reset();
  await service.rows(`UPDATE message SET state = 'failed' WHERE state IN ('scheduled', 'sending')`);
});

interface MessageRow {
  state: string;
  reason: string;
  attempts: number;
  sealed_values: string;
}

const find = async (id: string) =>
  (await service.rows<MessageRow>('SELECT * FROM message WHERE id = $1', [id]))[0];
const reached = (id: string, state: string) =>
  until(`the message to be ${state}`, async () => {
    const row = await find(id);
    return row?.state === state && row;
  });

/** Asks for a message as identity's relay would, and waits until it stands in line. */
async function ask(
  personId: string,
  changes: Partial<MessageRequested> & { token?: string; time?: string } = {},
): Promise<string> {
  const { token = 'tok-1', time = new Date().toISOString(), ...rest } = changes;
  const messageId = rest.messageId ?? uuidv7();
  const event: MessageRequested = {
    messageId,
    personId,
    template: 'password-reset',
    values: { personName: 'Anna', email: 'anna@example.com' },
    sealedValues: sealValues({ token, link: '' }, service.settings.secret, messageId),
    about: '',
    class: 'otp',
    expireTime: new Date(Date.now() + 900_000).toISOString(),
    ...rest,
  };
  const type = 'kontor.notification.v1.MessageRequested';
  const facts = { aggregateId: messageId, time };
  await sendForeign(service.settings.natsUrl, { emitter: 'identity', type, payload: event, ...facts });
  await until('the message to stand in line', () => find(messageId));
  return messageId;
}

/** A replica that sends. */
function sender(): AsyncDisposable {
  const queue = new MessageQueue(service.running.unitOfWork, service.settings.secret);
  const mailer = new Mailer({ smtpUrl: sink.url, from: { name: 'Kontor', address: 'kontor@example.com' } });
  const logger = createLogger('notification', 'silent');
  const job = new DeliveryJob({ queue, mailer, logger, everyMs: 50 });
  job.start();
  return { [Symbol.asyncDispose]: () => job.stop() };
}

async function reader(language: 'en' | 'ru' | 'zh-CN' = 'en'): Promise<TestPerson & { email: string }> {
  const email = `${uuidv7()}@example.com`;
  return { ...(await service.person({ email, language })), email };
}

describe('a message with a one-time token', () => {
  it.each([
    ['en', 'A new password for Kontor'],
    ['ru', 'Новый пароль для Kontor'],
    ['zh-CN', '重设 Kontor 密码'],
  ] as const)(
    'reaches its person in %s and leaves no token and no notice behind',
    async (language, subject) => {
      const { id: personId, email } = await reader(language);
      const id = await ask(personId, { token: 'tok-secret' });
      expect(JSON.stringify(await find(id))).not.toContain('tok-secret');
      await using _sender = sender();
      const [mail] = await sink.mailTo(email);
      expect(mail?.email.subject).toBe(subject);
      expect(mail?.email.text).toContain('tok-secret');
      expect(await reached(id, 'accepted')).toMatchObject({ attempts: 1, sealed_values: '' });
      expect(await service.rows('SELECT 1 FROM notice WHERE person_id = $1', [personId])).toEqual([]);
    },
  );

  it('shows the link where there is one', async () => {
    const { id: personId, email } = await reader();
    const messageId = uuidv7();
    const link = 'https://crm.example.com/password#token=tok-2';
    const sealedValues = sealValues({ token: 'tok-2', link }, service.settings.secret, messageId);
    await ask(personId, { messageId, sealedValues, template: 'invitation' });
    await using _sender = sender();
    const [mail] = await sink.mailTo(email);
    expect(mail?.email.text).toContain(`Open: ${link}`);
  });

  it('makes older ones void, also one that it overtook', async () => {
    const { id: personId, email } = await reader();
    const first = await ask(personId, { token: 'tok-old' });
    const newest = await ask(personId, { token: 'tok-new' });
    const late = await ask(personId, {
      token: 'tok-late',
      time: new Date(Date.now() - 60_000).toISOString(),
    });
    const other = await ask(personId, { token: 'tok-other', template: 'invitation' });
    for (const id of [first, late])
      expect(await find(id)).toMatchObject({ state: 'failed', reason: 'replaced', sealed_values: '' });
    await using _sender = sender();
    await reached(newest, 'accepted');
    await reached(other, 'accepted');
    const texts = (await sink.mailTo(email, 2)).map(({ email: { text } }) => text ?? '');
    expect(texts.filter((text) => text.includes('tok-new'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('tok-old') || text.includes('tok-late'))).toEqual([]);
  });

  it('is sent again when the process that sent it ended, under the same Message-ID', async () => {
    const { id: personId, email } = await reader();
    const id = await ask(personId);
    await service.rows(
      `UPDATE message SET state = 'sending', attempts = 1, attempt_id = gen_random_uuid(),
       lease_until = now() - interval '1 second' WHERE id = $1`,
      [id],
    );
    await using _sender = sender();
    expect(await reached(id, 'accepted')).toMatchObject({ attempts: 2 });
    const [mail] = await sink.mailTo(email);
    expect(mail?.email.messageId).toBe(`<${id}@example.com>`);
  });

  it('waits for a person whom nobody knows here yet', async () => {
    const personId = uuidv7();
    const id = await ask(personId);
    await using _sender = sender();
    const { id: known, email } = await reader();
    const after = await ask(known);
    await sink.mailTo(email);
    await reached(after, 'accepted');
    expect(await find(id)).toMatchObject({ state: 'scheduled', attempts: 0 });
  });

  it.each([
    ['expired', { expireTime: new Date(Date.now() - 1000).toISOString() }, 'too-late'],
    [
      'sealed under another secret',
      { sealedValues: sealValues({ token: 'x' }, 'another', 'm') },
      'unreadable',
    ],
  ])('is not sent when it is %s', async (_, changes, reason) => {
    const { id: personId } = await reader();
    const id = await ask(personId, changes);
    await using _sender = sender();
    expect(await reached(id, 'failed')).toMatchObject({ reason, sealed_values: '' });
    expect(sink.taken).toEqual([]);
  });
});

it('any other message is not sent again when nobody knows whether it arrived', async () => {
  const { id: personId } = await reader();
  const id = await ask(personId, { class: 'ordinary' });
  await service.rows(
    `UPDATE message SET state = 'sending', attempts = 1, attempt_id = gen_random_uuid(),
     lease_until = now() - interval '1 second' WHERE id = $1`,
    [id],
  );
  await using _sender = sender();
  expect(await reached(id, 'unknown')).toMatchObject({ attempts: 1, sealed_values: '' });
  expect(sink.taken).toEqual([]);
});
