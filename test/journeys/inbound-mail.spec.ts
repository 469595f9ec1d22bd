import { createTransport, type SendMailOptions } from 'nodemailer';
import pg from 'pg';
import { Temporal } from 'temporal-polyfill';
import { testFolder } from '@kontor/testing/folder';
import { SmtpSink } from '@kontor/testing/smtp-sink';
import { until } from '@kontor/testing/until';
import { freePort } from '../../tools/servers/ports.ts';
import { startJourney, type Journey, type Visitor } from './kontor.js';

// Mail comes in by SMTP: a contact answers a greeting while the service is killed, a stranger writes to the drop for prospects
// and becomes one, a colleague puts the drop in copy, and a report of a mail server has a greeting fail late.

interface Talk {
  direction: string;
  source: string;
  content: string;
  authorId: string;
  letterState?: string;
  letterReason?: string;
}
interface Notice {
  template: string;
  body: string;
}

const domain = 'in.kontor.example';
const authserv = 'mx.kontor.example';
/** A zone in which greetings leave now; see letters.spec.ts. */
const timeZone =
  ['Asia/Shanghai', 'America/New_York', 'Pacific/Auckland'].find((zone) => {
    const hour = Temporal.Now.zonedDateTimeISO(zone).hour;
    return hour >= 9 && hour < 23;
  }) ?? 'UTC';

let journey: Journey;
let sink: SmtpSink;
let port: number;
let anna: Visitor;
let annasAddress: string;
let outsider: Visitor;

beforeAll(async () => {
  sink = await SmtpSink.start();
  port = await freePort();
  const folder = await testFolder('inbound-mail');
  journey = await startJourney({
    SMTP_URL: sink.url,
    COMPANY_TIME_ZONE: timeZone,
    INBOUND_SMTP_PORT: String(port),
    INBOUND_SMTP_HOST: '127.0.0.1',
    INBOUND_MAIL_DOMAIN: domain,
    INBOUND_MAIL_RELAYS: '127.0.0.1',
    INBOUND_MAIL_AUTHSERV_ID: authserv,
    MAIL_FILES_FOLDER: `${folder}/mail`,
    FILES_FOLDER: `${folder}/files`,
  });
  anna = await journey.person({ name: 'Anna', language: 'en', timeZone });
  outsider = await journey.person({ name: 'Bob', language: 'en' });
  annasAddress = (await journey.admin.get<{ email: string }>(`/v1/people/${anna.id}`)).body.email;
  for (const drop of [
    { localPart: 'crm', purpose: 'timeline' },
    { localPart: 'sales', purpose: 'prospects', source: 'mail-fair', campaign: '春季展会' },
  ])
    expect((await journey.admin.post('/v1/mailDrops', drop)).status).toBe(201);
}, 120_000);

afterAll(async () => {
  await journey?.end();
  await sink?.stop();
}, 60_000);

/** Writes a message as somebody's mail server does. */
async function write(mail: SendMailOptions): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port });
  try {
    expect((await transport.sendMail(mail)).response).toMatch(/^250 /);
  } finally {
    transport.close();
  }
}

async function add<T>(path: string, body: object): Promise<T> {
  const answer = await anna.post<T>(path, body);
  if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** A customer of Anna's whose contact is congratulated today. */
async function celebrating(name: string, address: string) {
  const { month, day } = Temporal.Now.plainDateISO(timeZone);
  const customer = await add<{ id: string }>('/v1/customers', { kind: 'company', name });
  const own = `/v1/customers/${customer.id}`;
  const contact = await add<{ id: string }>(`${own}/contacts`, {
    ...{ name: 'Ада Лавлейс', emails: [address], language: 'ru' },
  });
  const greet = (kind: string) =>
    add(`${own}/importantDays`, {
      ...{ kind, calendar: 'solar', month, day, contactId: contact.id, sendGreeting: true },
    });
  await greet('birthday');
  const [letter] = await sink.mailTo(address);
  const talks = async (who = anna) =>
    (await who.get<{ interactions: Talk[] }>(`${own}/interactions`)).body.interactions;
  return { own, greet, letter, talks };
}

/** Has the service die at a place within the next message, and come back; `work` sends that message. */
async function dyingAt(place: string, work: () => Promise<void>): Promise<void> {
  const keeper = journey.suite.processes.get('notification');
  if (!keeper) throw new Error('notification does not run');
  const { env } = keeper.program;
  keeper.program.env = { ...env, KONTOR_FAIL_POINT: place };
  await keeper.stop();
  await keeper.start();
  keeper.program.env = env;
  const { restarts } = keeper;
  await work();
  await until('the service to die and come back', () => keeper.restarts > restarts);
  await keeper.ready();
  // Nobody waits until the lease of the dead one is over.
  const url = new URL(journey.suite.adminDatabaseUrl ?? '');
  url.pathname = '/kontor_notification';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query('UPDATE inbound_mail SET next_time = now()');
  await client.end();
}

test('an answer to a greeting goes to the timeline of its customer, although the service was killed with it in hand', async () => {
  const { own, letter, talks } = await celebrating('Маяк', 'ada@outside.example');
  const [answerTo] = letter?.email.replyTo ?? [];
  expect(answerTo?.address).toMatch(/^reply\+l[0-9a-f]+@in\.kontor\.example$/);
  const answer = {
    from: 'ada.home@elsewhere.example',
    to: answerTo?.address,
    subject: 'Re: С днём рождения!',
  };
  await dyingAt('inbound.before-commit', () => write({ ...answer, text: 'Спасибо! 谢谢！' }));
  const found = await until('the answer in the timeline', async () => {
    const all = await talks();
    return all.length > 1 && all;
  });
  expect(found.filter(({ direction }) => direction === 'inbound')).toMatchObject([
    { source: 'mail-drop', content: 'ada.home@elsewhere.example\nRe: С днём рождения!\n\nСпасибо! 谢谢！' },
  ]);
  expect((await outsider.get(`${own}/interactions`)).status).toBe(404);
  // A colleague answers with the drop in copy: by that person only where our own mail server vouches for it.
  const copy = { from: annasAddress, to: 'ada@outside.example', cc: `crm@${domain}`, subject: 'Re: Re' };
  const vouched = {
    key: 'Authentication-Results',
    value: `${authserv}; dmarc=pass header.from=${annasAddress.split('@')[1]}`,
  };
  await write({ ...copy, text: 'Forged' });
  await write({ ...copy, text: 'By Anna', headers: [vouched] });
  const sent = await until('what Anna wrote in the timeline', async () => {
    const ours = (await talks()).filter(
      ({ direction, source }) => direction === 'outbound' && source === 'mail-drop',
    );
    return ours.length > 0 && ours;
  });
  expect(sent).toMatchObject([{ authorId: anna.id, content: 'Re: Re\n\nBy Anna' }]);
  const tray = await journey.admin.get<{ triageItems: object[] }>('/v1/triageItems');
  expect(tray.body.triageItems).toMatchObject([{ senderCheck: 'unknown', content: 'Re: Re\n\nForged' }]);
}, 120_000);

test('a stranger who writes to the drop becomes a prospect, once, with its source and campaign', async () => {
  const mail = {
    from: '王芳 <wang@new.example>',
    to: `sales@${domain}`,
    subject: '询价',
    text: '您好，我们需要十台水泵。',
    attachments: [{ filename: '询价单.pdf', content: '%PDF-1.7 inquiry' }],
    messageId: '<inquiry-1@new.example>',
  };
  await write(mail);
  await write(mail);
  const prospects = async () =>
    (
      await journey.admin.get<{ customers: { id: string; source: string; channel: string }[] }>(
        `/v1/customers?filter=${encodeURIComponent('{"field":"name","op":"eq","value":"王芳"}')}`,
      )
    ).body.customers;
  const [prospect] = await until('the prospect', async () => {
    const found = await prospects();
    return found.length > 0 && found;
  });
  expect(prospect).toMatchObject({ status: 'prospect', source: 'mail-fair', channel: 'email' });
  const path = `/v1/customers/${prospect?.id}`;
  const talks = await until('the message in the timeline', async () => {
    const { body } = await journey.admin.get<{ interactions: Talk[] }>(`${path}/interactions`);
    return body.interactions.length > 0 && body.interactions;
  });
  expect(talks).toMatchObject([{ content: expect.stringContaining('您好，我们需要十台水泵。') as unknown }]);
  const [file] = await until('the file of the message', async () => {
    const { files } = (await journey.admin.get<{ files: { id: string; name: string }[] }>(`${path}/files`))
      .body;
    return files.length > 0 && files;
  });
  expect(file).toMatchObject({ name: '询价单.pdf', contentType: 'application/pdf' });
  const bytes = await journey.admin.get<string>(`${path}/files/${file?.id}/content`);
  expect(bytes.body).toBe('%PDF-1.7 inquiry');
  const { body } = await journey.admin.get<{ touches: object[] }>(`${path}/touches`);
  expect(body.touches).toMatchObject([{ campaign: '春季展会', origin: 'message' }]);
  expect(await prospects()).toHaveLength(1);
  expect((await outsider.get(path)).status).toBe(404);
  expect((await outsider.get('/v1/inboundMails')).status).toBe(403);
  const seen = await journey.admin.get<{ inboundMails: object[] }>('/v1/inboundMails');
  expect(seen.body.inboundMails).toContainEqual(
    expect.objectContaining({ sender: 'wang@new.example', state: 'handed_on' }),
  );
}, 120_000);

test('a report that comes later has the greeting fail, and no other is sent to that address', async () => {
  const address = 'gone@outside.example';
  const { greet, letter, talks } = await celebrating('Парус', address);
  await until('the letter to be accepted', async () => (await talks())[0]?.letterState === 'accepted');
  const raw = [
    'From: MAILER-DAEMON@mx.outside.example',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=r',
    '',
    '--r',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.outside.example',
    '',
    `Final-Recipient: rfc822; ${address}`,
    'Action: failed',
    'Status: 5.1.1',
    '--r--',
    '',
  ].join('\r\n');
  expect(letter?.from).toMatch(/^bounce\+l[0-9a-f]+@in\.kontor\.example$/);
  await write({ envelope: { from: '', to: letter?.from }, raw });
  const [talk] = await until('the talk to say so', async () => {
    const all = await talks();
    return all[0]?.letterState === 'failed' && all;
  });
  expect(talk?.letterReason).toBe('bounced: 5.1.1');
  await greet('anniversary');
  const notices = await until('the owner to be told twice', async () => {
    const { body } = await anna.get<{ notices: Notice[] }>('/v1/notices');
    const unsent = body.notices.filter(({ template }) => template === 'greeting-unsent');
    return unsent.length > 1 && unsent;
  });
  expect(notices.every(({ body }) => body.includes('a letter to this e-mail address came back'))).toBe(true);
  expect(sink.seen.filter(({ to }) => to.includes(address))).toHaveLength(1);
}, 120_000);
