import { z } from 'zod';

const day = 86_400_000;

const environment = z.object({
  NATS_URL: z.string().default('nats://127.0.0.1:4222'),
  NATS_STREAM_MAX_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(1 << 30),
  NATS_STREAM_REPLICAS: z.coerce.number().int().min(1).max(5).default(1),
});

/** How the stream of a service is kept by the broker. */
export interface StreamSettings {
  /** Size at which the broker refuses new events (they wait in the outbox) rather than lose unread ones. */
  maxBytes: number;
  /** Copies in a JetStream cluster: 1 for a single broker, 3 in production. */
  replicas: number;
  /** How long the broker keeps an event, in milliseconds. */
  maxAgeMs: number;
}

export interface EventsConfig {
  /** Addresses of the broker, separated by commas. */
  natsUrl: string;
  stream: StreamSettings;
}

/** The environment's part that concerns events. Throws with the names of the variables that are wrong. */
export function readEventsConfig(variables: NodeJS.ProcessEnv = process.env): EventsConfig {
  const read = environment.safeParse(variables);
  if (!read.success) throw new Error(`Events are not configured well. ${z.prettifyError(read.error)}`);
  return {
    natsUrl: read.data.NATS_URL,
    stream: {
      maxBytes: read.data.NATS_STREAM_MAX_BYTES,
      replicas: read.data.NATS_STREAM_REPLICAS,
      maxAgeMs: 7 * day,
    },
  };
}

/** Stream settings for a single broker on a developer's machine or in tests. */
export const smallStream: StreamSettings = { maxBytes: 256 << 20, replicas: 1, maxAgeMs: 7 * day };
