import fc from 'fast-check';
import { DeliveryQueue } from '../src/delivery/delivery.queue.js';
import { mostAttempts } from '../src/delivery/rules/back-off.js';
import type { TestDatabase } from '@kontor/testing/database';
import { SmtpSink, type MailBehaviour } from '@kontor/testing/smtp-sink';
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

describe('three replicas and a server in a bad mood', () => {
  it('never send a message twice, and their records agree with what the server saw', async () => {
    const seed = Date.now() % 1_000_000;
    const mood = fc.oneof(
      { arbitrary: fc.constant<MailBehaviour>({ kind: 'accept' }), weight: 4 },
      { arbitrary: fc.constant<MailBehaviour>({ kind: 'cut' }), weight: 2 },
      {
        arbitrary: fc.constantFrom(421, 451).map((code): MailBehaviour => ({ kind: 'refuse', code })),
        weight: 3,
      },
      { arbitrary: fc.constant<MailBehaviour>({ kind: 'refuse', code: 554 }), weight: 1 },
      { arbitrary: fc.constant<MailBehaviour>({ kind: 'delay', ms: 20 }), weight: 1 },
    );
    const people = await Promise.all(Array.from({ length: 200 }, () => waiting()));
    const ids = people.map(({ delivery }) => delivery.id);
    sink.next(...fc.sample(mood, { numRuns: 400, seed }));
    const replicas = await Promise.all([sender(), sender(), sender()]);
    const rows = () =>
      quiet.rows<DeliveryRow>('SELECT id, state, reason, attempts FROM delivery WHERE id = ANY ($1)', [ids]);
    const final = await until(
      'all to be decided',
      async () => {
        await quiet.write((tx) =>
          tx.query("UPDATE delivery SET next_time = now() WHERE state = 'scheduled' AND id = ANY ($1)", [
            ids,
          ]),
        );
        const found = await rows();
        return found.every(({ state }) => ['accepted', 'failed', 'unknown'].includes(state)) && found;
      },
      30_000,
    ).finally(() => Promise.all(replicas.map((one) => one.close())));

    const saw = Map.groupBy(
      sink.seen,
      ({ email }) => email.messageId?.slice(1, -'@example.com>'.length) ?? '',
    );
    for (const { id, state, attempts } of final) {
      const seen = saw.get(id) ?? [];
      const taken = seen.filter(({ outcome }) => outcome !== 'refuse');
      const record = { seed, state, attempts, seen: seen.map(({ outcome }) => outcome) };
      expect({ ...record, attempts: seen.length }).toEqual(record);
      expect({ ...record, taken: taken.length }).toEqual({ ...record, taken: state === 'failed' ? 0 : 1 });
      if (state === 'accepted')
        expect({ ...record, last: taken[0]?.outcome === 'cut' }).toEqual({ ...record, last: false });
      if (state === 'unknown')
        expect({ ...record, last: taken[0]?.outcome }).toEqual({ ...record, last: 'cut' });
    }
    expect(final).toHaveLength(200);
    expect(new Set(final.map(({ state }) => state))).toEqual(new Set(['accepted', 'failed', 'unknown']));
  }, 60_000);
});
