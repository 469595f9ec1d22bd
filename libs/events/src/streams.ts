import {
  AckPolicy,
  DeliverPolicy,
  DiscardPolicy,
  JetStreamApiError,
  ReplayPolicy,
  RetentionPolicy,
  StorageType,
  type ConsumerConfig,
  type JetStreamManager,
  type StreamConfig,
} from '@nats-io/jetstream';
import type { StreamSettings } from './config.js';
import { durableName, filterSubject, streamName, streamSubjects, type Subscription } from './names.js';

const second = 1_000_000_000;

/** How long the broker drops a message whose id it has seen, in nanoseconds. Only saves work: the inbox decides. */
const duplicateWindow = 120 * second;

/** Messages that one replica holds unacknowledged, so that there is always a transaction's worth at hand. */
export const heldByReplica = 384;

// Of all replicas together. A replica that is killed holds its messages until their acknowledgement is overdue; were
// this number no larger than one replica's, the others would stand still meanwhile.
const maxAckPending = 1_024;

/** How long the broker waits for an acknowledgement or a sign of progress, in milliseconds. */
export const ackWaitMs = 30_000;

// The broker's own limit is only a backstop far behind the dead letters, which come after eight deliveries.
const maxDeliver = 20;

/**
 * Sees to it that the stream of a service stands; safe to call at any time and from several processes at once, and
 * after the broker lost its store. The owner also brings the settings up to date; others only create what is missing.
 * Resolves to whether the stream was made anew.
 */
export async function ensureStream(
  manager: JetStreamManager,
  service: string,
  settings: StreamSettings,
  role: 'owner' | 'listener',
): Promise<boolean> {
  const name = streamName(service);
  const wanted: Partial<StreamConfig> & { name: string } = {
    name,
    subjects: [streamSubjects(service)],
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    // A full stream refuses new events, which wait in the outbox; dropping old ones would lose what nobody has read.
    discard: DiscardPolicy.New,
    max_bytes: settings.maxBytes,
    max_age: settings.maxAgeMs * 1_000_000,
    duplicate_window: duplicateWindow,
    num_replicas: settings.replicas,
  };
  const found = await missingIsUndefined(manager.streams.info(name));
  if (!found) {
    await manager.streams.add(wanted);
    return true;
  }
  if (role === 'owner' && differs(found.config, wanted)) await manager.streams.update(name, wanted);
  return false;
}

/**
 * Sees to it that the durable pull consumer of a subscription stands, with one filter subject (nats-server 2.9 knows
 * no more). Its stream must stand. Idempotent.
 */
export async function ensureConsumer(manager: JetStreamManager, subscription: Subscription): Promise<void> {
  const stream = streamName(subscription.emitter);
  const durable = durableName(subscription);
  const wanted: Partial<ConsumerConfig> = {
    durable_name: durable,
    filter_subject: filterSubject(subscription),
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    replay_policy: ReplayPolicy.Instant,
    ack_wait: ackWaitMs * 1_000_000,
    max_ack_pending: maxAckPending,
    max_deliver: maxDeliver,
  };
  const found = await missingIsUndefined(manager.consumers.info(stream, durable));
  if (!found) {
    await manager.consumers.add(stream, wanted);
  } else if (differs(found.config, wanted)) {
    await manager.consumers.update(stream, durable, wanted);
  }
}

async function missingIsUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.status === 404) return undefined;
    throw error;
  }
}

function differs<T extends object>(found: T, wanted: Partial<T>): boolean {
  return (Object.keys(wanted) as (keyof T)[]).some(
    (key) => JSON.stringify(found[key]) !== JSON.stringify(wanted[key]),
  );
}
