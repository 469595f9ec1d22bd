import iconv from 'iconv-lite';
import type { MailDrop } from '@kontor/contracts/gen/kontor/notification/v1/mail_drop';
import type { ListInboundMailsResponse } from '@kontor/contracts/gen/kontor/notification/v1/mail_drop_service';
import { until } from '@kontor/testing/until';
import { authserv, domain, MailStage } from './mail-stage.js';

let stage: MailStage;
const crm = `crm@${domain}`;

beforeAll(async () => {
  stage = await MailStage.start({
    INBOUND_MAIL_LIMIT_BYTES: '1000000',
    INBOUND_MAIL_RELAYS: '127.0.0.0/8',
    INBOUND_MAIL_AUTHSERV_ID: authserv,
  });
  await stage.drop('crm');
  await stage.drop('sales', { purpose: 'prospects', source: 'mail-fair', campaign: 'Fair 2026' });
}, 60_000);
afterAll(() => stage.dispose());

describe('a message to a drop', () => {
  it('is stored before it is taken, and handed on with all that the timeline needs', async () => {
    const answer = await stage.send({
      from: 'Ada Lovelace <Ada@Outside.Example>',
      to: [`CRM+fair@${domain.toUpperCase()}`, 'boris@kontor.example'],
      cc: 'eva@outside.example',
      subject: 'An order',
      text: 'Ten pumps, please.',
      messageId: '<order-1@outside.example>',
      inReplyTo: '<offer-1@kontor.example>',
      references: ['<first@kontor.example>', '<offer-1@kontor.example>'],
      attachments: [{ filename: '../../etc/drawing.pdf', content: '%PDF-' }],
    });
    expect(answer).toMatch(/^250 2\.0\.0 Stored/);
    const [row] = await stage.settled('subject = $1', ['An order']);
    expect(row).toMatchObject({
      state: 'handed_on',
      recipient: crm,
      sender: 'ada@outside.example',
      raw: null,
    });
    expect(await stage.told('An order')).toMatchObject([
      {
        mailId: row?.id,
        externalId: '<order-1@outside.example>',
        purpose: 'timeline',
        dropAddress: crm,
        letterId: '',
        senderName: 'Ada Lovelace',
        senderAddress: 'ada@outside.example',
        recipients: ['boris@kontor.example', 'eva@outside.example'],
        text: 'Ten pumps, please.',
        references: ['<offer-1@kontor.example>', '<first@kontor.example>'],
        authenticity: 'unknown',
        spam: false,
        attachments: [{ name: 'drawing.pdf', size: 5, contentType: 'application/pdf' }],
      },
    ]);
  });

  it('to a drop for prospects brings source and campaign of the drop along', async () => {
    const told = await stage.handed({ to: `sales@${domain}`, subject: 'A question', text: 'How much?' });
    expect(told).toMatchObject({ purpose: 'prospects', source: 'mail-fair', campaign: 'Fair 2026' });
  });

  it('that comes twice, or twice at once, is one', async () => {
    const mail = { to: crm, subject: 'Twice', text: 'Once', messageId: '<twice@outside.example>' };
    await Promise.all([stage.send(mail), stage.send(mail)]);
    await stage.send(mail);
    await stage.settled('subject = $1', ['Twice']);
    expect(await stage.told('Twice')).toHaveLength(1);
    const raw = 'From: a@outside.example\r\nSubject: Nameless\r\n\r\nWithout an id\r\n';
    await stage.sendRaw(crm, raw);
    await stage.sendRaw(crm, raw);
    await stage.settled('subject = $1', ['Nameless']);
    expect(await stage.told('Nameless')).toMatchObject([{ externalId: expect.stringMatching(/^sha256:/) }]);
  });

  it.each([
    ['GBK', '您好，我们需要十台水泵'],
    ['GB18030', '您好，𠮷野先生'],
    ['KOI8-R', 'Здравствуйте, нужны десять насосов'],
    ['windows-1251', 'Здравствуйте — нужны насосы №5'],
    ['UTF-8', 'Привет 您好 hello'],
  ])('in %s says the same in subject and text', async (charset, text) => {
    const encoded = iconv.encode(text, charset);
    const subject = `=?${charset}?B?${encoded.toString('base64')}?=`;
    const head = `From: =?${charset}?B?${encoded.toString('base64')}?= <a@outside.example>\r\nTo: ${crm}\r\nSubject: ${subject}\r\nMessage-ID: <${charset}@outside.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=${charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n`;
    await stage.sendRaw(crm, `${head}${encoded.toString('base64')}\r\n`);
    await stage.settled('subject = $1', [text]);
    expect(await stage.told(text)).toMatchObject([{ text, senderName: text }]);
  });

  it('of nothing but a page comes as text, without its scripts', async () => {
    const html = '<html><script>steal()</script><p>Привет,</p><p>это <b>заказ</b></p></html>';
    const told = await stage.handed({ to: crm, subject: 'Page', html, text: '' });
    expect(told.text).toBe('Привет,\n\nэто заказ');
  });

  it('is believed to be of its sender where our own mail server says so', async () => {
    const said = (result: string) => [
      { key: 'Authentication-Results', value: `${authserv}; dmarc=${result} header.from=outside.example` },
    ];
    const good = await stage.handed({ to: crm, subject: 'Real', text: 'x', headers: said('pass') });
    const bad = await stage.handed({ to: crm, subject: 'Forged', text: 'x', headers: said('fail') });
    expect([good.authenticity, bad.authenticity]).toEqual(['passed', 'failed']);
  });

  it.each([
    ['an answer of a program', { 'Auto-Submitted': 'auto-replied' }, 'sales', 'noted', 'automatic-reply'],
    ['an answer of a program', { 'X-Auto-Response-Suppress': 'All' }, 'crm', 'noted', 'automatic-reply'],
    ['a mailing', { 'List-Id': '<news.example>' }, 'sales', 'noted', 'bulk'],
    ['a list that forwards', { 'List-Id': '<crm.kontor.example>' }, 'crm', 'handed_on', ''],
    ['a message of our own', { 'X-Kontor-About': 'customers/1' }, 'crm', 'noted', 'loop'],
  ])('of %s (%j to %s) is %s', async (_name, headers, localPart, state, reason) => {
    const subject = `Automatic ${JSON.stringify(headers)} ${localPart}`;
    await stage.send({ to: `${localPart}@${domain}`, subject, text: 'Away', headers });
    expect(await stage.settled('subject = $1', [subject])).toMatchObject([{ state, reason }]);
    expect(await stage.told(subject)).toHaveLength(state === 'noted' ? 0 : 1);
  });

  it('without a sender in the envelope is a report of some server, and taken', async () => {
    await stage.send({ envelope: { from: '', to: crm }, to: crm, subject: 'Undelivered', text: 'x' });
    const [row] = await stage.settled('subject = $1', ['Undelivered']);
    expect(row).toMatchObject({ state: 'noted', reason: 'automatic-reply' });
  });
});

describe('the conversation', () => {
  const ehlo = 'EHLO outside.example';
  const from = 'MAIL FROM:<ada@outside.example>';

  it('refuses strangers’ addresses, unknown ones of ours, forged tokens and what is too large', async () => {
    const said = await stage.talk(
      ehlo,
      from,
      'RCPT TO:<victim@elsewhere.example>',
      `RCPT TO:<nobody@${domain}>`,
      `RCPT TO:<reply+l${'a'.repeat(42)}@${domain}>`,
      `RCPT TO:<crm@evil.${domain}>`,
      `RCPT TO:<crm%elsewhere.example@elsewhere.example>`,
      'DATA',
    );
    expect(said.slice(3).map((line) => line.slice(0, 9).replace(' Error', ''))).toEqual([
      '550 5.7.1',
      '550 5.1.1',
      '550 5.1.1',
      '550 5.7.1',
      '550 5.7.1',
      '503',
    ]);
    await expect(
      stage.send({ to: crm, subject: 'Large', text: 'x'.repeat(1_500_000) }),
    ).rejects.toMatchObject({
      responseCode: 552,
    });
    expect(await stage.talk(ehlo, `${from} SIZE=1500000`)).toContainEqual(expect.stringMatching(/^552 /));
    expect((await stage.mails()).filter(({ subject }) => subject === 'Large')).toEqual([]);
  });

  it('takes no more than twenty addresses of a message, and no password', async () => {
    const rcpt = Array.from({ length: 21 }, (_, place) => `RCPT TO:<crm+${place}@${domain}>`);
    const said = await stage.talk(ehlo, from, ...rcpt);
    expect(said.at(-2)).toMatch(/^250 /);
    expect(said.at(-1)).toMatch(/^452 /);
    expect(await stage.talk(ehlo, 'AUTH PLAIN AGEAYg==')).toContainEqual(expect.stringMatching(/^50[02] /));
  });

  it('survives what is no conversation', async () => {
    await stage.talk('\0\0\0\0'.repeat(100));
    await stage.talk(ehlo, 'X'.repeat(100_000));
    expect(await stage.talk(ehlo)).toHaveLength(2);
  });
});

describe('a hostile message', () => {
  const nested = (depth: number) => {
    const open = Array.from(
      { length: depth },
      (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`,
    );
    return `From: evil@outside.example\r\nMIME-Version: 1.0\r\n${open.join('')}\r\ndeep\r\n`;
  };

  it('is set aside as failed, is seen, may be tried again, and holds up no other one', async () => {
    await stage.sendRaw(crm, nested(10_000), 'evil@outside.example');
    const told = await stage.handed({ to: crm, subject: 'Behind it', text: 'Hello' });
    expect(told.text).toBe('Hello');
    const [row] = await stage.settled('envelope_from = $1', ['evil@outside.example']);
    expect(row).toMatchObject({ state: 'failed', reason: 'unreadable', sender: 'evil@outside.example' });
    expect(row?.raw?.length).toBeGreaterThan(500_000);
    const admin = await stage.service.person({ roles: ['administrator'] });
    const manager = await stage.service.person({ roles: ['manager'] });
    const calls = '/kontor.notification.v1.MailDropService';
    const filter = JSON.stringify({ field: 'state', op: 'eq', value: 'failed' });
    const list = () =>
      stage.service.call<ListInboundMailsResponse>(admin, `${calls}/ListInboundMails`, { filter });
    expect((await list()).inboundMails.map(({ id }) => id)).toEqual([row?.id]);
    await stage.service.call(admin, `${calls}/RetryInboundMail`, { id: row?.id });
    await until('it to fail again', async () => (await list()).inboundMails.length === 1);
    for (const path of ['ListInboundMails', 'ListMailDrops'])
      await expect(stage.service.call(manager, `${calls}/${path}`, {})).rejects.toMatchObject({
        code: 'forbidden',
      });
    const done = await stage.settled('subject = $1', ['Behind it']);
    await expect(
      stage.service.call(admin, `${calls}/RetryInboundMail`, { id: done[0]?.id }),
    ).rejects.toMatchObject({ reason: 'inbound-mail-settled' });
  });

  it.each([
    ['endless headers', `${'X-Pad: y\r\n'.repeat(15_000)}Subject: Endless\r\n\r\nx\r\n`],
    [
      'ten thousand empty parts',
      `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\n'.repeat(10_000)}--b--`,
    ],
    ['a boundary of nothing', 'Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n\r\nx\r\n----\r\n'],
    ['a charset that there is not', 'Content-Type: text/plain; charset=x-evil\r\n\r\nx\r\n'],
    ['binary', `Content-Type: text/plain\r\n\r\n${'\u0000\u0001\u00ff'.repeat(1_000)}\r\n`],
    ['no headers', 'x\r\n'],
    ['a thousand senders', `From: ${'a@outside.example, '.repeat(1_000)}b@outside.example\r\n\r\nx\r\n`],
    ['groups within groups', `From: ${'a:'.repeat(1_000)} b@c.example;\r\n\r\nx\r\n`],
  ])('with %s ends, one way or the other, and the next one is read', async (name, raw) => {
    const from = `${name.replaceAll(' ', '-')}@outside.example`;
    await stage.sendRaw(crm, raw, from);
    await stage.settled('envelope_from = $1', [from]);
    const told = await stage.handed({ to: crm, subject: `After ${name}`, text: 'Hello' });
    expect(told.senderAddress).toBe('ada@outside.example');
  });

  it('with two senders is nobody’s', async () => {
    const raw = `From: anna@kontor.example\r\nFrom: evil@outside.example\r\nSubject: Two\r\n\r\nx\r\n`;
    await stage.sendRaw(crm, raw);
    await stage.settled('subject = $1', ['Two']);
    expect(await stage.told('Two')).toMatchObject([{ senderAddress: '' }]);
  });
});

test('a drop is kept by administrators, under one name, and takes nothing when it is closed', async () => {
  const calls = '/kontor.notification.v1.MailDropService';
  const admin = await stage.service.person({ roles: ['administrator'] });
  const anna = await stage.service.person();
  const make = (localPart: string) =>
    stage.service.call<MailDrop>(admin, `${calls}/CreateMailDrop`, {
      mailDrop: { localPart, purpose: 'timeline' },
    });
  await expect(make('bounce+x')).rejects.toMatchObject({ fields: [{ reason: 'mail-drop-name' }] });
  const drop = await make('Fair-2026');
  expect(drop).toMatchObject({ localPart: 'fair-2026', address: `fair-2026@${domain}`, closed: false });
  await expect(make('fair-2026')).rejects.toMatchObject({ reason: 'mail-drop-taken' });
  await expect(
    stage.service.call(anna, `${calls}/UpdateMailDrop`, {
      id: drop.id,
      mailDrop: {},
      updateMask: ['closed'],
    }),
  ).rejects.toMatchObject({ code: 'forbidden' });
  await stage.send({ to: drop.address, subject: 'Open', text: 'x' });
  await stage.service.call(admin, `${calls}/UpdateMailDrop`, {
    id: drop.id,
    mailDrop: { closed: true },
    updateMask: ['closed'],
  });
  await expect(stage.send({ to: drop.address, subject: 'Shut', text: 'x' })).rejects.toMatchObject({
    responseCode: 550,
  });
});
