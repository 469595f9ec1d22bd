import { LRUCache } from 'lru-cache';
import { serviceCall } from '@kontor/access/call';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { countDeadLetter } from '@kontor/telemetry/metrics';
import { headersAsObject, type ReceivedEvent } from './received-event.js';

/** Failures remembered to be told as the reason of a dead letter. */
const remembered = 1_000;

/** Keeps the events of one consumer that cannot be handled, with the reason, until somebody has them handled again. */
export class DeadLetterBox {
  private readonly failures = new LRUCache<string, string>({ max: remembered });

  constructor(
    private readonly service: string,
    private readonly consumer: string,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Remembers why an event failed, in case it must be set aside later. */
  remember(event: ReceivedEvent, error: unknown): void {
    this.failures.set(event.facts.id, error instanceof Error ? error.message : String(error));
  }

  /** Sets an event aside, unless it has had its effect meanwhile. Resolves to whether it was set aside. */
  async take(event: ReceivedEvent): Promise<boolean> {
    const { facts, message } = event;
    const deliveries = message.info.deliveryCount;
    const reason =
      this.failures.get(facts.id) ?? 'No failure is known; the process may have died over it each time.';
    const taken = await this.unitOfWork.write(serviceCall(this.service, facts.type), (tx) =>
      tx.query(insert, [
        ...[this.consumer, facts.id, message.subject, facts.type],
        ...[JSON.stringify(headersAsObject(message)), message.string(), reason, deliveries],
      ]),
    );
    if (taken.length > 0) countDeadLetter(this.consumer, facts.type);
    return taken.length > 0;
  }
}

// An event that was replayed and failed again is open once more.
const insert = `
  INSERT INTO dead_letter (consumer, event_id, subject, type, headers, payload, reason, deliveries)
  SELECT $1, $2::uuid, $3, $4, $5, $6, $7, $8::integer
  WHERE NOT EXISTS (SELECT FROM inbox WHERE consumer = $1 AND event_id = $2::uuid)
  ON CONFLICT (consumer, event_id) DO UPDATE
    SET reason = excluded.reason, deliveries = excluded.deliveries, create_time = clock_timestamp(), replay_time = NULL
  RETURNING event_id`;
