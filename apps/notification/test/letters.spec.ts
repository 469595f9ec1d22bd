import { v7 as uuidv7 } from 'uuid';
import type { LetterRequested } from '@kontor/contracts/gen/kontor/notification/v1/letter_events';
import { createLogger } from '@kontor/telemetry/logger';
import { sendForeign } from '@kontor/testing/foreign-event';
import { testService, type TestService } from '@kontor/testing/service';
import { SmtpSink } from '@kontor/testing/smtp-sink';
import { until } from '@kontor/testing/until';
import { notificationService } from '../src/definition.js';
import { DeliveryJob } from '../src/delivery/delivery.job.js';
import { Mailer } from '../src/delivery/mailer.js';
import { OutsideQueue } from '../src/outside/outside.queue.js';

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
beforeEach(() => sink.reset());

const inLine = async (id: string) =>
  (
    await service.rows<{ state: string; attempts: number }>('SELECT * FROM outside_letter WHERE id = $1', [
      id,
    ])
  )[0];
/** What the service that asked is told of a letter. */
const told = async (id: string) =>
  (await service.events('kontor.notification.v1.LetterSettled'))
    .filter(({ letterId }) => letterId === id)
    .map(({ state, reason, reply }) => ({ state, reason, reply }));
const toldOnce = (id: string) =>
  until('the letter to be settled', async () => {
    const all = await told(id);
    return all.length > 0 && all;
  });

/** Asks for a letter as the customer service's relay would, and waits until it stands in line. */
async function ask(changes: Partial<LetterRequested> = {}, emitter = 'customer'): Promise<LetterRequested> {
  const letterId = changes.letterId ?? uuidv7();
  const event: LetterRequested = {
    letterId,
    address: `${letterId}@outside.example`,
    language: 'en',
    template: 'greeting',
    values: { kind: 'birthday', greeting: 'Dear Ada <b>, happy birthday!' },
    unsubscribeUrl: '',
    replyTo: '',
    expireTime: new Date(Date.now() + 900_000).toISOString(),
    ...changes,
  };
  const type = 'kontor.notification.v1.LetterRequested';
  await sendForeign(service.settings.natsUrl, { emitter, type, payload: event, aggregateId: letterId });
  await until('the letter to stand in line', () => inLine(letterId));
  return event;
}

/** A replica that sends. */
function sender(): AsyncDisposable {
  const mailer = new Mailer({ smtpUrl: sink.url, from: { name: 'Kontor', address: 'kontor@example.com' } });
  const logger = createLogger('notification', 'silent');
  const job = new DeliveryJob({
    queue: new OutsideQueue(service.running.unitOfWork),
    mailer,
    logger,
    everyMs: 50,
  });
  job.start();
  return { [Symbol.asyncDispose]: () => job.stop() };
}

describe('a letter to somebody outside', () => {
  it.each([
    ['en', 'Happy birthday!'],
    ['ru', 'С днём рождения!'],
    ['zh-CN', '生日快乐！'],
    ['fi', 'Happy birthday!'],
  ])('is written in the reader’s language (%s) and told to be accepted', async (language, subject) => {
    const { letterId, address } = await ask({ language });
    await using _sender = sender();
    const [mail] = await sink.mailTo(address);
    expect(mail?.email.subject).toBe(subject);
    expect(mail?.email.text).toContain('Dear Ada <b>, happy birthday!');
    expect(mail?.email.html).toContain('Dear Ada &lt;b&gt;, happy birthday!');
    expect(mail?.email.headers.some(({ key }) => key === 'list-unsubscribe')).toBe(false);
    expect(await toldOnce(letterId)).toMatchObject([{ state: 'accepted', reason: '' }]);
  });

  it('shows where to say that no more is wanted, to the reader and to the mail program', async () => {
    const unsubscribeUrl = 'https://crm.example.com/unsubscribe#token=abc';
    const { address } = await ask({ unsubscribeUrl });
    await using _sender = sender();
    const [mail] = await sink.mailTo(address);
    expect(mail?.email.text).toContain(unsubscribeUrl);
    expect(mail?.email.html).toContain(unsubscribeUrl);
    expect(mail?.email.headers.find(({ key }) => key === 'list-unsubscribe')?.value).toBe(
      `<${unsubscribeUrl}>`,
    );
  });

  it('is sent once, however often it is asked for', async () => {
    const event = await ask();
    await ask(event);
    await using _sender = sender();
    await toldOnce(event.letterId);
    await ask(event);
    expect(await sink.mailTo(event.address)).toHaveLength(1);
    expect(await told(event.letterId)).toHaveLength(1);
  });

  it('that its server refuses is told to have failed, with what the server said', async () => {
    const letterId = uuidv7();
    const address = `${letterId}@nobody.example`;
    sink.refuseRecipient(address);
    await ask({ letterId, address });
    await using _sender = sender();
    const [settled] = await toldOnce(letterId);
    expect(settled).toMatchObject({ state: 'failed', reason: 'refused' });
    expect(settled?.reply).toMatch(/^5\d\d/);
  });

  it('to what is no address, and one that is too old, fails without being sent', async () => {
    const odd = await ask({ address: 'two@a.example, three@b.example' });
    const old = await ask({ expireTime: new Date(Date.now() - 1_000).toISOString() });
    await using _sender = sender();
    expect(await toldOnce(odd.letterId)).toMatchObject([{ state: 'failed', reason: 'address-invalid' }]);
    expect(await toldOnce(old.letterId)).toMatchObject([{ state: 'failed', reason: 'too-late' }]);
    expect(sink.taken).toEqual([]);
  });

  it('whose sender died becomes unknown and is not sent again', async () => {
    const { letterId } = await ask();
    const queue = new OutsideQueue(service.running.unitOfWork);
    await until('the claim', async () => (await queue.claim(5)).some(({ id }) => id === letterId));
    await service.rows(`UPDATE outside_letter SET lease_until = now() - interval '1 second' WHERE id = $1`, [
      letterId,
    ]);
    await using _sender = sender();
    expect(await toldOnce(letterId)).toMatchObject([{ state: 'unknown', reason: 'lease-expired' }]);
    expect(await inLine(letterId)).toMatchObject({ state: 'unknown', attempts: 1 });
    expect(sink.taken).toEqual([]);
  });
});
