import { v7 as uuidv7 } from 'uuid';
import type { TestDatabase } from '@kontor/testing/database';
import { SmtpSink } from '@kontor/testing/smtp-sink';
import { until } from '@kontor/testing/until';
import { Replica, notificationDatabase, reminder, wallTime } from './replica.js';

const day = 24 * 60;

let database: TestDatabase;
let replica: Replica;

beforeAll(async () => {
  database = await notificationDatabase();
  replica = await Replica.open(database);
  replica.start();
}, 60_000);

afterAll(async () => {
  await replica.close();
  await database.dispose();
});

interface Occurrence {
  revision: number;
  state: string;
  reason: string;
  instant: string;
}

const occurrences = (key: string) =>
  replica.rows<Occurrence>(
    `SELECT o.revision, o.state, o.reason, o.instant FROM occurrence o JOIN reminder r ON r.id = o.reminder_id
     WHERE r.key = $1 ORDER BY o.revision, o.instant`,
    [key],
  );

const notices = (personId: string) =>
  replica.rows<{ subject: string; body: string; about: string; template: string }>(
    'SELECT subject, body, about, template FROM notice WHERE person_id = $1 ORDER BY create_time',
    [personId],
  );

const states = async (key: string) =>
  (await occurrences(key)).map(({ revision, state }) => `${revision} ${state}`);

const settled = (key: string) =>
  until('the occurrences to be decided', async () => {
    const found = await occurrences(key);
    return found.length > 0 && found.every(({ state }) => state !== 'planned') && found;
  });

describe('a reminder', () => {
  it('becomes a notice in the language and zone of the person when it is due', async () => {
    const personId = await replica.person({ language: 'ru' });
    const event = reminder({ personId, dueTime: wallTime(-1) });
    await replica.set(event);
    await settled(event.key);
    const [notice] = await notices(personId);
    expect(notice).toMatchObject({ template: 'next-contact', about: event.about });
    expect(notice?.subject).toMatch(/^Связаться: Acme, .+ GMT\+8$/);
    expect(notice?.body).toContain('Что сделать: Send the offer');
  });

  it('waits for its time', async () => {
    const personId = await replica.person();
    const early = reminder({ personId, dueTime: wallTime(60), minutesBefore: [60 * 24, 61, 30] });
    const due = reminder({ personId });
    await replica.set(early);
    await replica.set(due);
    await settled(due.key);
    await until(
      'the first two',
      async () => (await states(early.key)).filter((state) => state === '1 fired').length === 2,
    );
    expect((await occurrences(early.key)).map(({ state }) => state)).toEqual(['fired', 'fired', 'planned']);
  });

  it('is skipped, and says so, when it is more than a day late', async () => {
    const personId = await replica.person();
    const event = reminder({ personId, dueTime: wallTime(-day - 5), minutesBefore: [0, 60] });
    await replica.set(event);
    expect(await settled(event.key)).toMatchObject([
      { state: 'skipped', reason: 'too-late' },
      { state: 'skipped', reason: 'too-late' },
    ]);
    expect(await notices(personId)).toEqual([]);
  });

  it('is skipped when the person has left', async () => {
    const personId = await replica.person({ status: 'left' });
    const event = reminder({ personId });
    await replica.set(event);
    expect(await settled(event.key)).toMatchObject([{ state: 'skipped', reason: 'person-left' }]);
  });

  it('waits for a person who is not known yet, and then fires', async () => {
    const id = uuidv7();
    const event = reminder({ personId: id });
    await replica.set(event);
    await until(
      'it to be put off',
      async () => (await occurrences(event.key))[0]?.reason === 'person-unknown',
    );
    expect(await states(event.key)).toEqual(['1 planned']);
    await replica.person({ id });
    await replica.write((tx) =>
      tx.query("UPDATE occurrence SET due_at = now() WHERE state = 'planned' AND reason = 'person-unknown'"),
    );
    await settled(event.key);
    expect(await notices(id)).toHaveLength(1);
  });

  it('is given up when the person stays unknown for a day', async () => {
    const event = reminder({ personId: uuidv7(), dueTime: wallTime(-day - 5) });
    await replica.set(event);
    expect(await settled(event.key)).toMatchObject([{ state: 'skipped', reason: 'person-unknown' }]);
  });

  it.each([
    ['a template that is unknown', { template: 'constructor' }, 'template'],
    ['a time that does not exist', { dueTime: '2026-02-30T09:00' }, 'dueTime'],
    ['a zone that does not exist', { timeZone: 'Mars/Olympus' }, 'dueTime'],
  ])('with %s is refused and leaves nothing', async (_, change, field) => {
    const event = reminder({ personId: uuidv7(), ...change });
    await expect(replica.set(event)).rejects.toMatchObject({ code: 'invalid', fields: [{ field }] });
    expect(await replica.rows('SELECT 1 FROM reminder WHERE key = $1', [event.key])).toEqual([]);
  });
});

describe('a reminder that is planned anew', () => {
  it('fires at the new time only', async () => {
    const personId = await replica.person();
    const event = reminder({ personId, dueTime: wallTime(60) });
    await replica.set(event);
    await replica.set({ ...event, revision: 2, dueTime: wallTime(0) });
    await until('the new one to fire', async () => (await states(event.key)).includes('2 fired'));
    expect(await states(event.key)).toEqual(['1 cancelled', '2 fired']);
    expect(await notices(personId)).toHaveLength(1);
  });

  it('keeps the newest plan when an older one, or the same again, arrives late', async () => {
    const personId = await replica.person();
    const event = reminder({ personId, dueTime: wallTime(60), revision: 5 });
    await replica.set(event);
    await replica.set({ ...event, revision: 4, dueTime: wallTime(0) });
    await replica.set({ ...event, dueTime: wallTime(0) });
    expect(await states(event.key)).toEqual(['5 planned']);
  });

  it('does not remind the same person for the same moment again', async () => {
    const personId = await replica.person();
    const event = reminder({ personId, dueTime: wallTime(-1) });
    await replica.set(event);
    await settled(event.key);
    await replica.set({ ...event, revision: 2, values: { customerName: 'Acme, renamed' } });
    expect(await states(event.key)).toEqual(['1 fired']);
    const [delivery] = await replica.rows<{ state: string }>(
      'SELECT state FROM delivery WHERE person_id = $1',
      [personId],
    );
    expect(delivery?.state).toBe('scheduled');
  });

  it('reminds whom the customer was given to, and calls off what had not left for the one before', async () => {
    const [before, after] = [await replica.person(), await replica.person()];
    const event = reminder({ personId: before, dueTime: wallTime(-1) });
    await replica.set(event);
    await settled(event.key);
    await replica.set({ ...event, revision: 2, personId: after });
    await settled(event.key);
    const deliveries = await replica.rows(
      'SELECT person_id, state, reason FROM delivery WHERE person_id = ANY ($1) ORDER BY create_time',
      [[before, after]],
    );
    expect(deliveries).toEqual([
      { person_id: before, state: 'failed', reason: 'reminder-moved' },
      { person_id: after, state: 'scheduled', reason: '' },
    ]);
  });
});

describe('a reminder that is cancelled', () => {
  it('does not fire, and what was not sent yet is not sent', async () => {
    const personId = await replica.person();
    const event = reminder({ personId, dueTime: wallTime(30), minutesBefore: [31, 5] });
    await replica.set(event);
    await until('the first to fire', async () => (await states(event.key)).includes('1 fired'));
    await replica.cancel(event.key, 2);
    expect(await states(event.key)).toEqual(['1 fired', '1 cancelled']);
    const deliveries = await replica.rows('SELECT state, reason FROM delivery WHERE person_id = $1', [
      personId,
    ]);
    expect(deliveries).toEqual([{ state: 'failed', reason: 'reminder-cancelled' }]);
  });

  it('before its plan arrives is never planned', async () => {
    const event = reminder({ personId: await replica.person() });
    await replica.cancel(event.key, 2);
    await replica.set(event);
    expect(await states(event.key)).toEqual([]);
  });

  it('can be planned again', async () => {
    const event = reminder({ personId: await replica.person() });
    await replica.cancel(event.key, 2);
    await replica.set({ ...event, revision: 3 });
    expect(await settled(event.key)).toMatchObject([{ revision: 3, state: 'fired' }]);
  });
});

describe('three replicas', () => {
  it('send one e-mail for each of 500 reminders that are due at once', async () => {
    await using sink = await SmtpSink.start();
    const people = await Promise.all(Array.from({ length: 10 }, () => replica.person()));
    await replica.write((tx) => tx.query("UPDATE delivery SET state = 'failed' WHERE state = 'scheduled'"));
    const events = Array.from({ length: 500 }, (_, i) =>
      reminder({ personId: people[i % people.length]!, dueTime: wallTime(-1) }),
    );
    const replicas = await Promise.all(
      Array.from({ length: 3 }, () => Replica.open(database, { smtpUrl: sink.url })),
    );
    try {
      for (const one of replicas) one.start();
      await Promise.all(events.map((event, i) => replicas[i % 3]!.set(event)));
      await until(
        '500 accepted deliveries',
        async () => {
          const [row] = await replica.rows<{ n: number }>(
            "SELECT count(*)::int AS n FROM delivery WHERE state = 'accepted' AND person_id = ANY ($1)",
            [people],
          );
          return row?.n === 500;
        },
        60_000,
      );
    } finally {
      await Promise.all(replicas.map((one) => one.close()));
    }
    const mails = sink.seen.map(({ email }) => email);
    expect(mails).toHaveLength(500);
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(500);
    const abouts = mails.map(({ headers }) => headers.find(({ key }) => key === 'x-kontor-about')?.value);
    expect(new Set(abouts)).toEqual(new Set(events.map(({ about }) => about)));
    const attempts = await replica.rows('SELECT DISTINCT attempts FROM delivery WHERE person_id = ANY ($1)', [
      people,
    ]);
    expect(attempts).toEqual([{ attempts: 1 }]);
  }, 90_000);
});
