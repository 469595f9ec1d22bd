import { v7 as uuidv7 } from 'uuid';
import type { NoticeRequested } from '@kontor/contracts/gen/kontor/notification/v1/notice_request_events';
import { copySubstitution } from '@kontor/people/substitution-copy';
import type { TestDatabase } from '@kontor/testing/database';
import { until } from '@kontor/testing/until';
import { NoticeRequestService } from '../src/request/notice-request.service.js';
import { Replica, notificationDatabase, reminder, wallTime } from './replica.js';

const requests = new NoticeRequestService();
const hour = 3600_000;

let database: TestDatabase;
let replica: Replica;

beforeAll(async () => {
  database = await notificationDatabase();
  replica = await Replica.open(database);
  replica.start();
}, 60_000);
afterAll(async () => {
  await replica?.close();
  await database?.dispose();
});

const from = (offset: number) => new Date(Date.now() + offset).toISOString();

function standsIn(substituteId: string, personId: string, changes: object = {}): Promise<void> {
  const period = { startTime: from(-hour), endTime: from(hour) };
  const facts = { id: uuidv7(), personId, substituteId, objects: [], cancelled: false, etag: '1', ...period };
  return replica.write((tx) => copySubstitution(tx, { ...facts, ...changes }));
}

interface Row {
  subject: string;
  body: string;
  html: string;
  deliveries: number;
}

const noticesOf = (personId: string) =>
  replica.rows<Row>(
    `SELECT subject, body, html, (SELECT count(*)::int FROM delivery d WHERE d.notice_id = n.id) AS deliveries
     FROM notice n WHERE person_id = $1`,
    [personId],
  );
const counts = async (...people: string[]) =>
  Promise.all(people.map(async (id) => (await noticesOf(id)).length));

/** Plans a reminder that is due, and waits until its person has it. */
async function remind(personId: string, about?: string): Promise<void> {
  const before = (await noticesOf(personId)).length;
  await replica.set(reminder({ personId, dueTime: wallTime(-1), ...(about && { about }) }));
  await until('the notice', async () => (await noticesOf(personId)).length > before);
}

const ask = (request: Partial<NoticeRequested> & { personId: string }) => {
  const event = { id: uuidv7(), type: '', time: new Date().toISOString(), requestId: '' } as never;
  const whole = { noticeId: uuidv7(), template: 'read-request', about: '', values: {}, ...request };
  return replica.write((tx) => requests.add(whole, { tx, event }));
};

describe('a reminder to an absent person', () => {
  it('also goes to the substitute and on to the next, once each, in their languages, saying whose it is', async () => {
    const [anna, boris, clara] = [
      await replica.person(),
      await replica.person({ language: 'ru' }),
      await replica.person({ language: 'zh-CN' }),
    ];
    await standsIn(boris, anna);
    await standsIn(clara, boris);
    await standsIn(clara, anna);
    await remind(anna);
    expect((await noticesOf(anna))[0]?.subject).toMatch(/^Contact Acme/);
    expect(await noticesOf(boris)).toMatchObject([
      { subject: expect.stringMatching(/^\[Вместо: Anna\] Связаться: Acme/) as string, deliveries: 1 },
    ]);
    const [copy] = await noticesOf(clara);
    expect(copy?.subject).toMatch(/^\[代Anna\] 联系Acme/);
    expect(copy?.html).toContain('Anna');
    expect(await counts(anna, boris, clara)).toEqual([1, 1, 1]);
  });

  it('goes to nobody else before, after, without, or for other objects', async () => {
    const anna = await replica.person();
    const others = await Promise.all(Array.from({ length: 5 }, () => replica.person()));
    const [before, after, cancelled, products, customers] = others as [
      string,
      string,
      string,
      string,
      string,
    ];
    await standsIn(before, anna, { startTime: from(hour), endTime: from(2 * hour) });
    await standsIn(after, anna, { startTime: from(-2 * hour), endTime: from(-hour) });
    await standsIn(cancelled, anna, { cancelled: true });
    await standsIn(products, anna, { objects: ['product'] });
    await standsIn(customers, anna, { objects: ['customer'] });
    await remind(anna, `customers/${uuidv7()}`);
    expect(await counts(...others)).toEqual([0, 0, 0, 0, 1]);
    await remind(anna, `nothing-known/${uuidv7()}`);
    expect(await counts(...others)).toEqual([0, 0, 0, 0, 1]);
  });

  it('does not go to a substitute who left', async () => {
    const [anna, boris] = [await replica.person(), await replica.person({ status: 'left' })];
    await standsIn(boris, anna);
    await remind(anna);
    expect(await counts(anna, boris)).toEqual([1, 0]);
  });
});

describe('a notice that a service asks for', () => {
  const values = {
    personName: 'Boris',
    object: 'customer',
    objectId: '0190',
    question: 'What is <b>it</b>?',
  };

  it('is made once, with its e-mail, however often it is asked for', async () => {
    const [anna, boris] = [await replica.person(), await replica.person()];
    await standsIn(boris, anna);
    const noticeId = uuidv7();
    for (const _ of [1, 2]) await ask({ noticeId, personId: anna, values });
    const [notice, ...more] = await noticesOf(anna);
    expect(more).toEqual([]);
    expect(notice).toMatchObject({ subject: 'Boris asks to read a record', deliveries: 1 });
    expect(notice?.html).not.toContain('<b>it');
    expect(await counts(boris)).toEqual([1]);
  });

  it('stays with its person where it is personal', async () => {
    const [anna, boris] = [await replica.person(), await replica.person()];
    await standsIn(boris, anna);
    await ask({ personId: anna, template: 'read-request-answered', values });
    expect(await counts(anna, boris)).toEqual([1, 0]);
  });

  it('is not made for who left, waits for who is not known, and needs a template', async () => {
    const gone = await replica.person({ status: 'left' });
    await ask({ personId: gone, values });
    expect(await counts(gone)).toEqual([0]);
    await expect(ask({ personId: uuidv7(), values })).rejects.toMatchObject({ reason: 'person-unknown' });
    await expect(ask({ personId: gone, template: 'none' })).rejects.toMatchObject({ code: 'invalid' });
  });
});
