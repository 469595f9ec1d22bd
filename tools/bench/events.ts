import { setTimeout as sleep } from 'node:timers/promises';
import { as } from '../servers/databases.ts';
import { aimedEventMs } from './aims.ts';
import { cpuSeconds, perThousand } from './cpu.ts';
import type { Kontor } from './kontor.ts';
import { load } from './load-process.ts';
import type { LoadRequest } from './load.ts';
import type { Outcome } from './outcome.ts';
import { quantile } from './statistics.ts';

const eventType = 'kontor.notification.v1.ReminderSet';
const consumer = 'notification-from-customer-notification-v1';
/** How long the last event may be on its way. */
const arrivalMs = 60_000;

/** What an event went through, in milliseconds since its row was written. */
interface Travel {
  published: number;
  consumed: number;
}

/**
 * How long an event takes from the change to the service that listens: salespeople log talks that set a next contact, and
 * notification hears of it. Both ends are read from the databases' own rows by the one clock of Postgres. The first
 * stamp is made a moment before the commit, so that the commit itself is counted, too.
 */
export async function measureEvents(
  kontor: Kontor,
  connections: number,
  seconds: number,
  ids: string[],
): Promise<Outcome> {
  await kontor.settle();
  const since = await lastPosition(kontor);
  const before = cpuSeconds(kontor.processes());
  const requests = ids.map(talk);
  const headers = await kontor.headers('salesperson');
  const result = await load({ url: kontor.url, connections, seconds, headers, requests });
  await kontor.settle();
  const travels = await travelsSince(kontor, since);
  const after = cpuSeconds(kontor.processes());
  const consumed = travels.map((one) => one.consumed).sort((a, b) => a - b);
  const published = travels.map((one) => one.published).sort((a, b) => a - b);
  const p99 = quantile(consumed, 0.99);
  const relayP99 = quantile(published, 0.99);
  return {
    bench: 'events',
    title: `commit → consumer, ${Math.round(travels.length / result.seconds)} events/s (p99 to the broker: ${relayP99.toFixed(1)} ms)`,
    connections,
    unit: 'ms (p99)',
    kontor: p99,
    aim: `p99 ≤ ${aimedEventMs} ms`,
    met: p99 <= aimedEventMs,
    p50: quantile(consumed, 0.5),
    p99,
    cpu: perThousand(before, after, result.answers),
  };
}

function talk(customerId: string): LoadRequest {
  const interaction = {
    manner: 'call',
    direction: 'outbound',
    content: 'Wants an offer for twenty instruments.',
    outcome: 'interested',
    nextAction: 'send the offer',
    nextContactTime: '2099-12-01T09:00',
    nextContactTimeZone: 'Europe/Berlin',
  };
  return {
    method: 'POST',
    path: `/v1/customers/${customerId}/interactions`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(interaction),
  };
}

async function lastPosition(kontor: Kontor): Promise<string> {
  return as(kontor.ownerUrl('customer'), async (client) => {
    const { rows } = await client.query<{ position: string }>(
      'SELECT coalesce(max(position), 0)::text AS position FROM public.outbox',
    );
    return rows[0]?.position ?? '0';
  });
}

async function travelsSince(kontor: Kontor, position: string): Promise<Travel[]> {
  const sent = await as(kontor.ownerUrl('customer'), async (client) => {
    const { rows } = await client.query<{ id: string; made: number; published: number }>(
      `SELECT id, extract(epoch FROM create_time)::float8 * 1000 AS made,
         extract(epoch FROM publish_time)::float8 * 1000 AS published
       FROM public.outbox WHERE position > $1 AND type = $2`,
      [position, eventType],
    );
    return rows;
  });
  const received = await receivedAll(
    kontor,
    sent.map(({ id }) => id),
  );
  return sent.map(({ id, made, published }) => ({
    published: published - made,
    consumed: (received.get(id) as number) - made,
  }));
}

/** When the consumer took each event; waits for the last of them. */
async function receivedAll(kontor: Kontor, ids: string[]): Promise<Map<string, number>> {
  return as(kontor.ownerUrl('notification'), async (client) => {
    for (const end = Date.now() + arrivalMs; ; await sleep(100)) {
      const { rows } = await client.query<{ id: string; time: number }>(
        `SELECT event_id AS id, extract(epoch FROM receive_time)::float8 * 1000 AS time FROM inbox
         WHERE consumer = $1 AND event_id = ANY ($2::uuid[])`,
        [consumer, ids],
      );
      if (rows.length === ids.length) return new Map(rows.map(({ id, time }) => [id, time]));
      if (Date.now() > end)
        throw new Error(`${ids.length - rows.length} of ${ids.length} events did not arrive.`);
    }
  });
}
