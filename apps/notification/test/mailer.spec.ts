import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { SmtpSink } from '@kontor/testing/smtp-sink';
import { Mailer, mailLimits, type Letter, type MailLimits } from '../src/delivery/mailer.js';
import { ScriptedSmtp, type Script } from './scripted-smtp.js';

const deliveryId = '01930000-0000-7000-8000-000000000001';
const letter: Letter = {
  deliveryId,
  to: 'anna@example.com',
  subject: 'Contact Acme',
  text: 'You planned to contact Acme.',
  html: '<p>You planned to contact Acme.</p>',
  about: 'customers/01930000-0000-7000-8000-000000000002',
  trace: {},
};

const from = { name: 'Kontor', address: 'kontor@crm.example.com' };

async function submit(smtpUrl: string, changes: Partial<Letter> = {}, limits: Partial<MailLimits> = {}) {
  const mailer = new Mailer({ smtpUrl, from }, { ...mailLimits, ...limits });
  try {
    return await mailer.submit({ ...letter, ...changes });
  } finally {
    mailer.close();
  }
}

describe('an e-mail', () => {
  let sink: SmtpSink;
  beforeAll(async () => (sink = await SmtpSink.start()));
  afterAll(() => sink.stop());
  beforeEach(() => sink.reset());

  it('is text and page, says about what it is, and is named after its delivery', async () => {
    const outcome = await submit(sink.url);
    expect(outcome).toMatchObject({ state: 'accepted', reason: '' });
    expect(outcome.reply).toMatch(/^250 /);
    const [mail] = sink.seen;
    expect(mail).toMatchObject({ from: from.address, to: ['anna@example.com'] });
    expect(mail?.email).toMatchObject({
      subject: 'Contact Acme',
      from: { name: 'Kontor', address: from.address },
      to: [{ name: '', address: 'anna@example.com' }],
      messageId: `<${deliveryId}@crm.example.com>`,
    });
    expect(mail?.email.text?.trim()).toBe(letter.text);
    expect(mail?.email.html?.trim()).toBe(letter.html);
    const headers = new Map(mail?.email.headers.map(({ key, value }) => [key, value]));
    expect(headers.get('x-kontor-about')).toBe(letter.about);
    expect(headers.get('auto-submitted')).toBe('auto-generated');
    expect(Date.parse(headers.get('date') ?? '')).toBeGreaterThan(Date.now() - 60_000);
  });

  it.each(['联系北京灯塔科技有限公司：2026年12月1日', 'Связаться: ООО «Маяк»'])(
    'carries the subject %s whole',
    async (subject) => {
      await submit(sink.url, { subject, text: subject });
      expect(sink.seen[0]?.email).toMatchObject({
        subject,
        text: expect.stringContaining(subject) as string,
      });
    },
  );

  it('lets no value become a header or a recipient', async () => {
    const evil = 'x\r\nBcc: all@example.com\r\nX-Evil: 1\r\n\r\n.\r\nMAIL FROM:<evil@example.com>';
    await submit(sink.url, { subject: evil, about: evil, text: evil });
    const [mail] = sink.seen;
    expect(sink.seen).toHaveLength(1);
    expect(mail?.to).toEqual(['anna@example.com']);
    const names = mail?.email.headers.map(({ key }) => key);
    expect(names).not.toEqual(expect.arrayContaining(['bcc']));
    expect(names).not.toEqual(expect.arrayContaining(['x-evil']));
    expect(names).not.toEqual(expect.arrayContaining(['x-kontor-about']));
    expect(mail?.email.text).toContain('MAIL FROM:<evil@example.com>');
  });

  it.each(['a@b.com, c@d.com', 'a@b.com>\r\nRCPT TO:<c@d.com', '', 'anna'])(
    'is not sent to %j',
    async (to) => {
      expect(await submit(sink.url, { to })).toMatchObject({ state: 'failed', reason: 'address-invalid' });
      expect(sink.seen).toEqual([]);
    },
  );

  it('goes over lasting connections', async () => {
    const mailer = new Mailer({ smtpUrl: sink.url, from });
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => mailer.submit(letter)));
    mailer.close();
    expect(new Set(outcomes.map(({ state }) => state))).toEqual(new Set(['accepted']));
    expect(sink.seen).toHaveLength(20);
  });

  it.each([
    [
      { kind: 'refuse', code: 451, text: 'Try later' },
      { state: 'scheduled', reason: 'refused-for-now' },
    ],
    [
      { kind: 'refuse', code: 554, text: 'Spam' },
      { state: 'failed', reason: 'refused' },
    ],
    [{ kind: 'cut' }, { state: 'unknown', reason: 'no-answer' }],
  ] as const)('treated by a real server with %j is %j', async (behaviour, outcome) => {
    sink.next(behaviour);
    expect(await submit(sink.url)).toMatchObject(outcome);
    expect(sink.seen).toHaveLength(1);
  });

  it('to an unknown mailbox fails, with what the server said', async () => {
    sink.refuseRecipient('anna@example.com');
    const outcome = await submit(sink.url);
    expect(outcome).toMatchObject({ state: 'failed', reason: 'refused' });
    expect(outcome.reply).toContain('No such mailbox here');
  });
});

const quick: Partial<MailLimits> = { connect: 300, greeting: 300, socket: 300, whole: 5_000 };
const pipelining: Script = { EHLO: { say: '250-test\r\n250 PIPELINING' } };
const page = `<p>${'Ж'.repeat(2_000_000)}</p>`;

describe('a server that misbehaves', () => {
  const cases: [string, Script, string, string, Partial<Letter>?][] = [
    ['greets with a no', { greeting: { say: '554 not today' } }, 'scheduled', 'refused-for-now'],
    ['never greets', { greeting: 'hang' }, 'scheduled', 'no-connection'],
    ['hangs up instead of greeting', { greeting: 'cut' }, 'scheduled', 'no-connection'],
    ['hangs up at the sender', { MAIL: 'cut' }, 'scheduled', 'no-connection'],
    ['refuses the sender for now', { MAIL: { say: '451 busy' } }, 'scheduled', 'refused-for-now'],
    ['refuses the sender', { MAIL: { say: '550 no' } }, 'failed', 'refused'],
    ['greylists the recipient', { RCPT: { say: '450 later' } }, 'scheduled', 'refused-for-now'],
    ['refuses the recipient', { RCPT: { say: '550 unknown' } }, 'failed', 'refused'],
    ['never answers to the recipient', { RCPT: 'hang' }, 'scheduled', 'no-connection'],
    ['refuses the message before it comes', { DATA: { say: '552 full' } }, 'failed', 'refused'],
    ['hangs up instead of taking the message', { DATA: 'cut' }, 'scheduled', 'no-connection'],
    ['shuts down at the message', { DATA: { say: '421 closing' } }, 'scheduled', 'refused-for-now'],
    [
      'takes commands in one go and refuses the recipient',
      { ...pipelining, RCPT: { say: '550 unknown' }, DATA: { say: '554 nobody' } },
      'failed',
      'refused',
    ],
    ['takes commands in one go and hangs up', { ...pipelining, DATA: 'cut' }, 'scheduled', 'no-connection'],
    [
      'hangs up in the middle of a long message',
      { part: 'cut' },
      'scheduled',
      'no-connection',
      { html: page },
    ],
    ['hangs up after the final dot', { dot: 'cut' }, 'unknown', 'no-answer'],
    ['never answers after the final dot', { dot: 'hang' }, 'unknown', 'no-answer'],
    ['talks nonsense after the final dot', { dot: { say: 'hello' } }, 'unknown', 'no-answer'],
    [
      'shuts down after the final dot without taking it',
      { dot: { say: '421 closing' } },
      'scheduled',
      'refused-for-now',
    ],
    ['refuses the message for now', { dot: { say: '452 full' } }, 'scheduled', 'refused-for-now'],
    ['refuses the message', { dot: { say: '554 spam' } }, 'failed', 'refused'],
  ];

  it.each(cases)('%s', async (_, script, state, reason, changes = {}) => {
    await using smtp = await ScriptedSmtp.start(script);
    expect(await submit(smtp.url, changes, quick)).toMatchObject({ state, reason });
    // Wherever the message is to be sent again, its end cannot have been taken.
    expect(smtp.dots).toBe('dot' in script ? 1 : 0);
  });

  it('is not there at all', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as AddressInfo;
    free.close();
    expect(await submit(`smtp://127.0.0.1:${port}`)).toMatchObject({
      state: 'scheduled',
      reason: 'no-connection',
    });
  });

  it('hangs up between two messages: the second is surely not sent, the third is', async () => {
    await using smtp = await ScriptedSmtp.start({ MAIL: [{ say: '250 ok' }, 'cut'] });
    const mailer = new Mailer({ smtpUrl: smtp.url, from }, { ...mailLimits, ...quick });
    expect(await mailer.submit(letter)).toMatchObject({ state: 'accepted', reply: '250 taken as 42' });
    expect(await mailer.submit(letter)).toMatchObject({ state: 'scheduled', reason: 'no-connection' });
    expect(smtp.dots).toBe(1);
    expect(await mailer.submit(letter)).toMatchObject({ state: 'accepted' });
    mailer.close();
    expect(smtp.dots).toBe(2);
  });

  it('does not keep a submission longer than the limit of the whole', async () => {
    await using smtp = await ScriptedSmtp.start({ RCPT: 'hang' });
    expect(await submit(smtp.url, {}, { whole: 200 })).toMatchObject({
      state: 'scheduled',
      reason: 'no-connection',
    });
    await using late = await ScriptedSmtp.start({ dot: 'hang' });
    expect(await submit(late.url, {}, { whole: 200 })).toMatchObject({
      state: 'unknown',
      reason: 'no-answer',
    });
  });
});
