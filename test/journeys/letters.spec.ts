import { Temporal } from 'temporal-polyfill';
import { SmtpSink } from '@kontor/testing/smtp-sink';
import { until } from '@kontor/testing/until';
import { startJourney, type Journey, type Visitor } from './kontor.js';

// A contact agreed to e-mail and has a birthday today: a letter leaves in the contact's language, its owner sees that it was
// taken, the contact unsubscribes by the link of the letter, and the next greeting stays here.

interface Talk {
  contactId: string;
  manner: string;
  direction: string;
  source: string;
  content: string;
  letterState: string;
}
interface Notice {
  template: string;
  subject: string;
  body: string;
  about: string;
}

/** A zone in which greetings leave now, as it is between nine and late in the evening there, whenever this runs. */
const timeZone =
  ['Asia/Shanghai', 'America/New_York', 'Pacific/Auckland'].find((zone) => {
    const hour = Temporal.Now.zonedDateTimeISO(zone).hour;
    return hour >= 9 && hour < 23;
  }) ?? 'UTC';
const page = 'https://crm.example.com/unsubscribe';

let journey: Journey;
let mail: SmtpSink;
let anna: Visitor;
let outsider: Visitor;

beforeAll(async () => {
  mail = await SmtpSink.start();
  journey = await startJourney({
    SMTP_URL: mail.url,
    UNSUBSCRIBE_URL: page,
    COMPANY_TIME_ZONE: timeZone,
  });
  anna = await journey.person({ name: 'Anna', language: 'en', timeZone });
  outsider = await journey.person({ name: 'Bob', language: 'en' });
}, 120_000);

afterAll(async () => {
  await journey.end();
  await mail[Symbol.asyncDispose]();
}, 60_000);

/** Adds something, or fails saying why it was refused. */
async function add<T>(path: string, body: object): Promise<T> {
  const answer = await anna.post<T>(path, body);
  if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

test('a birthday letter leaves, is answered for, and is the last one after the reader wants no more', async () => {
  const { month, day } = Temporal.Now.plainDateISO(timeZone);
  const address = 'ada@outside.example';
  const customer = await add<{ id: string }>('/v1/customers', { kind: 'company', name: 'Маяк' });
  const own = `/v1/customers/${customer.id}`;
  const contact = await add<{ id: string }>(`${own}/contacts`, {
    ...{ name: 'Ада Лавлейс', emails: [address], language: 'ru' },
  });
  const agreed = await anna.post(`${own}/contactPreferences:set`, {
    ...{ contactId: contact.id, consents: [{ channel: 'email', state: 'given' }] },
  });
  expect(agreed.status).toBe(200);
  const greet = (kind: string) =>
    add(`${own}/importantDays`, {
      ...{ kind, calendar: 'solar', month, day, contactId: contact.id, sendGreeting: true },
    });
  await greet('birthday');

  const [letter] = await mail.mailTo(address);
  expect(letter?.email.subject).toBe('С днём рождения!');
  expect(letter?.email.text).toContain('Ада Лавлейс');
  const header = letter?.email.headers.find(({ key }) => key === 'list-unsubscribe')?.value ?? '';
  const [, token = ''] = /^<https:\/\/crm\.example\.com\/unsubscribe#token=([^>]+)>$/.exec(header) ?? [];
  expect(token).not.toBe('');
  expect(letter?.email.text?.replaceAll(/\s/g, '')).toContain(`${page}#token=${token}`);

  const talks = async () =>
    (await anna.get<{ interactions: Talk[] }>(`${own}/interactions`)).body.interactions;
  const [talk] = await until('the timeline to say that the letter was taken', async () => {
    const found = await talks();
    return found[0]?.letterState === 'accepted' && found;
  });
  expect(talk).toMatchObject({
    ...{ contactId: contact.id, manner: 'email', direction: 'outbound', source: 'kontor' },
    content: expect.stringContaining('Ада Лавлейс') as unknown,
  });
  expect((await outsider.get(`${own}/interactions`)).status).toBe(404);

  // The page that the link leads to posts the token, for somebody who has no account.
  const unsubscribe = (word: string) => journey.nobody.post('/v1/unsubscribes', { token: word });
  expect((await unsubscribe(`${token}x`)).status).toBe(404);
  expect((await unsubscribe(token)).status).toBe(204);
  expect((await unsubscribe(token)).status).toBe(204);
  const { body } = await anna.get<{ preferences: object[] }>(`${own}/contactPreferences`);
  expect(body.preferences).toMatchObject([
    { contactId: contact.id, consents: [{ channel: 'email', state: 'withdrawn', source: 'unsubscribe' }] },
  ]);

  await greet('anniversary');
  const notices = await until('the owner to be told', async () => {
    const told = (await anna.get<{ notices: Notice[] }>('/v1/notices')).body.notices;
    const unsent = told.filter(({ template }) => template === 'greeting-unsent');
    return unsent.length > 0 && unsent;
  });
  expect(notices).toMatchObject([{ about: `customers/${customer.id}` }]);
  expect(`${notices[0]?.subject} ${notices[0]?.body}`).toContain('Ада Лавлейс');
  // What the owner is told came after what was decided: no other letter and no other talk.
  expect(await talks()).toHaveLength(1);
  expect(mail.seen.filter(({ to }) => to.includes(address))).toHaveLength(1);
  expect((await outsider.get<{ notices: Notice[] }>('/v1/notices')).body.notices).toEqual([]);
}, 120_000);
