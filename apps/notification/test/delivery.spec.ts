import { DeliveryQueue } from '../src/delivery/delivery.queue.js';
import { mostAttempts } from '../src/delivery/rules/back-off.js';
import type { TestDatabase } from '@kontor/testing/database';
import { SmtpSink } from '@kontor/testing/smtp-sink';
import { until } from '@kontor/testing/until';
import { Replica, notificationDatabase, reminder, wallTime } from './replica.js';

let database: TestDatabase;
let sink: SmtpSink;
/** Fires reminders and sends nothing. */
let quiet: Replica;

beforeAll(async () => {
  database = await notificationDatabase();
  sink = await SmtpSink.start();
  quiet = await Replica.open(database);
  quiet.start();
}, 60_000);

afterAll(async () => {
  await quiet.close();
  await sink.stop();
  await database.dispose();
});

beforeEach(async () => {
  sink.reset();
  await quiet.write((tx) =>
    tx.query("UPDATE delivery SET state = 'failed' WHERE state IN ('scheduled', 'sending')"),
  );
});

interface DeliveryRow {
  id: string;
  state: string;
  reason: string;
  reply: string;
  attempts: number;
  /** Seconds from the last change to the next attempt. */
  pause: number;
}

async function find(personId: string): Promise<DeliveryRow | undefined> {
  const [row] = await quiet.rows<DeliveryRow>(
    `SELECT id, state, reason, reply, attempts, extract(epoch FROM next_time - update_time)::int AS pause
     FROM delivery WHERE person_id = $1`,
    [personId],
  );
  return row;
}

const reached = (personId: string, state: string) =>
  until(`the delivery to be ${state}`, async () => {
    const row = await find(personId);
    return row?.state === state && row;
  });

/** A person with an e-mail that waits. */
async function waiting(): Promise<{ personId: string; email: string; delivery: DeliveryRow }> {
  const personId = await quiet.person();
  await quiet.set(reminder({ personId, dueTime: wallTime(-1) }));
  const delivery = await until('the reminder to fire', () => find(personId));
  return { personId, email: `${personId}@example.com`, delivery };
}

const change = (id: string, assignments: string) =>
  quiet.write((tx) => tx.query(`UPDATE delivery SET ${assignments} WHERE id = $1`, [id]));

async function sender(smtpUrl = sink.url): Promise<Replica> {
  const replica = await Replica.open(database, { smtpUrl });
  replica.start();
  return replica;
}

describe('an e-mail that waits', () => {
  it('is accepted by the next server, with its answer', async () => {
    const { personId, email, delivery } = await waiting();
    await using _replica = await sender();
    expect(await reached(personId, 'accepted')).toMatchObject({ attempts: 1, reason: '' });
    expect((await find(personId))?.reply).toMatch(/^250 /);
    const [mail] = await sink.mailTo(email);
    expect(mail?.email.messageId).toBe(`<${delivery.id}@example.com>`);
  });

  it('is tried again later when nobody listens, and then arrives once', async () => {
    const { personId, email, delivery } = await waiting();
    const { url } = sink;
    const port = Number(new URL(url).port);
    await sink.stop();
    await using _replica = await sender(url);
    await until('a failed attempt', async () => (await find(personId))?.reason === 'no-connection');
    expect(await find(personId)).toMatchObject({ state: 'scheduled', attempts: 1, pause: 30 });
    await sink.listen(port);
    await change(delivery.id, 'next_time = now()');
    expect(await reached(personId, 'accepted')).toMatchObject({ attempts: 2 });
    expect(await sink.mailTo(email)).toHaveLength(1);
  });

  it('is tried again later when the server wants that', async () => {
    const { personId, email, delivery } = await waiting();
    sink.next({ kind: 'refuse', code: 451, text: 'Try later' });
    await using _replica = await sender();
    await until('a failed attempt', async () => (await find(personId))?.reason === 'refused-for-now');
    expect(await find(personId)).toMatchObject({ state: 'scheduled', attempts: 1, pause: 30 });
    expect((await find(personId))?.reply).toContain('Try later');
    await change(delivery.id, 'next_time = now()');
    await reached(personId, 'accepted');
    expect(await sink.mailTo(email)).toHaveLength(1);
  });

  it('fails at once when the server says no for good', async () => {
    const { personId } = await waiting();
    sink.next({ kind: 'refuse', code: 550, text: 'No such user' });
    await using _replica = await sender();
    expect(await reached(personId, 'failed')).toMatchObject({ attempts: 1, reason: 'refused' });
  });

  it('fails after the last attempt', async () => {
    const { personId, delivery } = await waiting();
    await change(delivery.id, `attempts = ${mostAttempts - 1}`);
    sink.next({ kind: 'refuse', code: 451 });
    await using _replica = await sender();
    expect(await reached(personId, 'failed')).toMatchObject({
      attempts: mostAttempts,
      reason: 'refused-for-now',
    });
  });

  it('is unknown when the line broke after the final dot, and never sent again', async () => {
    const { personId, email, delivery } = await waiting();
    sink.next({ kind: 'cut' });
    await using _replica = await sender();
    expect(await reached(personId, 'unknown')).toMatchObject({ attempts: 1, reason: 'no-answer' });
    await change(delivery.id, "next_time = now(), lease_until = now() - interval '1 hour'");
    const later = await waiting();
    await reached(later.personId, 'accepted');
    expect(await sink.mailTo(email)).toHaveLength(1);
    expect((await find(personId))?.state).toBe('unknown');
  });

  it('is not sent to somebody who has left meanwhile', async () => {
    const { personId } = await waiting();
    await quiet.person({ id: personId, status: 'left', version: 2 });
    await using _replica = await sender();
    expect(await reached(personId, 'failed')).toMatchObject({ reason: 'person-left' });
    expect(sink.seen).toEqual([]);
  });

  it('goes to the address that the person has by then', async () => {
    const { personId, email } = await waiting();
    await quiet.person({ id: personId, email: 'new@example.com', version: 2 });
    await using _replica = await sender();
    await reached(personId, 'accepted');
    expect(await sink.mailTo('new@example.com')).toHaveLength(1);
    expect(sink.seen.flatMap(({ to }) => to)).not.toContain(email);
  });

  it('is not sent any more after a day', async () => {
    const { personId, delivery } = await waiting();
    await change(delivery.id, "create_time = now() - interval '25 hours'");
    await using _replica = await sender();
    expect(await reached(personId, 'failed')).toMatchObject({ reason: 'too-late', attempts: 0 });
    expect(sink.seen).toEqual([]);
  });
});

describe('an attempt', () => {
  it('that ended with its process becomes unknown when its lease is over, and not before', async () => {
    const { personId, delivery } = await waiting();
    const queue = new DeliveryQueue(quiet.work);
    expect(await queue.claim(10)).toMatchObject([{ id: delivery.id, attempts: 1 }]);
    expect(await queue.claim(10)).toEqual([]);
    expect(await queue.sweep()).toEqual([]);
    await change(delivery.id, "lease_until = now() - interval '1 second'");
    await using _replica = await sender();
    expect(await reached(personId, 'unknown')).toMatchObject({ reason: 'lease-expired', attempts: 1 });
    expect(sink.seen).toEqual([]);
  });

  it('that comes back late may still say what became of it; no other may', async () => {
    const { personId, delivery } = await waiting();
    const queue = new DeliveryQueue(quiet.work);
    const [claimed] = await queue.claim(10);
    await change(delivery.id, "lease_until = now() - interval '1 second'");
    expect(await queue.sweep()).toEqual([delivery.id]);
    const accepted = { state: 'accepted', reason: '', reply: '250 taken' } as const;
    expect(await queue.settle({ ...claimed!, attemptId: personId }, accepted)).toBe(false);
    expect(await queue.settle(claimed!, accepted)).toBe(true);
    expect(await find(personId)).toMatchObject({ state: 'accepted', reply: '250 taken' });
    expect(await queue.settle(claimed!, { state: 'scheduled', reason: 'no-connection', reply: '' })).toBe(
      false,
    );
  });

  it('that is under way when the service stops is finished, and nothing new is begun', async () => {
    const first = await waiting();
    sink.always({ kind: 'delay', ms: 300 });
    const replica = await sender();
    await until('the message to arrive', () => sink.seen.length === 1);
    const stopped = replica.deliveryJob!.stop();
    const second = await waiting();
    await stopped;
    expect(await find(first.personId)).toMatchObject({ state: 'accepted' });
    await replica.close();
    expect(await find(second.personId)).toMatchObject({ state: 'scheduled', attempts: 0 });
  });

  it('that hangs does not hold up the others', async () => {
    const people = await Promise.all(Array.from({ length: 20 }, () => waiting()));
    sink.next({ kind: 'delay', ms: 2_000 });
    await using _replica = await sender();
    await until('the other nineteen', async () => {
      const rows = await Promise.all(people.map(({ personId }) => find(personId)));
      return rows.filter((row) => row?.state === 'accepted').length >= 19;
    });
    await until('the slow one', async () => {
      const rows = await Promise.all(people.map(({ personId }) => find(personId)));
      return rows.every((row) => row?.state === 'accepted');
    });
    expect(sink.seen).toHaveLength(20);
  });
});
