import { createTransport } from 'nodemailer';
import { SmtpSink } from './smtp-sink.js';

describe('the SMTP sink', () => {
  let sink: SmtpSink;
  beforeAll(async () => {
    sink = await SmtpSink.start();
  });
  afterEach(() => sink.reset());
  afterAll(() => sink.stop());

  const send = (subject: string, to = 'li@example.com'): Promise<unknown> =>
    createTransport(sink.url).sendMail({ from: 'kontor@example.com', to, subject, text: '你好, Ирина' });

  it('keeps a message with its envelope and its text', async () => {
    await send('提醒');
    const [mail] = await sink.mailTo('LI@example.com');
    expect(mail).toMatchObject({ from: 'kontor@example.com', to: ['li@example.com'], outcome: 'accept' });
    expect(mail?.email.subject).toBe('提醒');
    expect(mail?.email.text?.trim()).toBe('你好, Ирина');
  });

  it('refuses one message with the code it was told, and takes the next', async () => {
    sink.next({ kind: 'refuse', code: 451, text: 'Come back later' });
    await expect(send('one')).rejects.toMatchObject({ responseCode: 451 });
    await send('two');
    expect(sink.taken.map((mail) => mail.email.subject)).toEqual(['two']);
    expect(sink.seen).toHaveLength(2);
  });

  it('refuses a recipient before there is a message', async () => {
    sink.refuseRecipient('gone@example.com');
    await expect(send('never', 'gone@example.com')).rejects.toMatchObject({ responseCode: 550 });
    expect(sink.seen).toEqual([]);
  });

  it('hangs up after the final dot and has the message nevertheless', async () => {
    sink.next({ kind: 'cut' });
    await expect(send('maybe')).rejects.toThrow();
    expect(sink.taken.map((mail) => mail.outcome)).toEqual(['cut']);
  });

  it('takes a message late when told to', async () => {
    sink.next({ kind: 'delay', ms: 30 });
    await send('slow');
    expect(sink.taken.map((mail) => mail.outcome)).toEqual(['delay']);
  });
});
