import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tallies } from '../claim.ts';
import type { Stage } from '../stage/stage.ts';

/** A killed notification service holds a message for a minute and an event for half of one; the rest is spare. */
const patienceMs = 180_000;

/** Audit rows that are not on their way to the central audit yet: each batch of them is an event more. */
const auditsToShip = `
  SELECT count(*)::int AS count FROM audit, audit_shipping s WHERE (audit.tx, audit.id) > (s.shipped_tx, s.shipped_id)`;

/**
 * Waits until nothing is under way any more: outboxes published, streams consumed, reminders fired, messages settled.
 * That it comes to that is a claim of its own.
 */
export async function untilQuiet(stage: Stage, tallies: Tallies): Promise<void> {
  await stage.ready();
  const end = Date.now() + patienceMs;
  for (let quiet = 0; quiet < 2; await sleep(300)) {
    const left = await underWay(stage).catch((error: unknown) => [String(error)]);
    quiet = left.length === 0 ? quiet + 1 : 0;
    if (left.length > 0 && Date.now() > end) {
      tallies.of('comes-to-rest').check(`still under way after ${patienceMs / 1000} s: ${left.join('; ')}`);
      return;
    }
  }
  tallies.of('comes-to-rest').tried();
}

async function underWay(stage: Stage): Promise<string[]> {
  const left: string[] = [];
  for (const service of stage.services) {
    const count = await countOf(
      stage,
      service,
      'SELECT count(*)::int AS count FROM outbox WHERE publish_time IS NULL',
    );
    if (count > 0) left.push(`${count} events in the outbox of ${service}`);
    const audits = await countOf(stage, service, auditsToShip);
    if (audits > 0) left.push(`${audits} audit rows of ${service}`);
  }
  left.push(...(await unconsumed(stage)));
  const reminders = await countOf(
    stage,
    'notification',
    `SELECT count(*)::int AS count FROM occurrence WHERE state = 'planned' AND due_at < now() + interval '1 hour'`,
  );
  if (reminders > 0) left.push(`${reminders} reminders`);
  const messages = await countOf(
    stage,
    'notification',
    `SELECT count(*)::int AS count FROM delivery WHERE state IN ('scheduled', 'sending')`,
  );
  if (messages > 0) left.push(`${messages} messages`);
  return left;
}

async function countOf(stage: Stage, service: string, text: string): Promise<number> {
  const [row] = await stage.database(service, (query) => query<{ count: number }>(text));
  return row?.count ?? 0;
}

async function unconsumed(stage: Stage): Promise<string[]> {
  const connection = await connect({ servers: stage.suite.natsUrl, timeout: 2_000 });
  try {
    const manager = await jetstreamManager(connection);
    const left: string[] = [];
    for await (const stream of manager.streams.list()) {
      for await (const consumer of manager.consumers.list(stream.config.name)) {
        // Without a name it is a reader of the moment, such as a gateway's live events.
        if (!consumer.config.durable_name) continue;
        const waiting = consumer.num_pending + consumer.num_ack_pending;
        if (waiting > 0) left.push(`${waiting} events for ${consumer.name}`);
      }
    }
    return left;
  } finally {
    await connection.close();
  }
}
