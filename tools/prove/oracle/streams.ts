import { createHash } from 'node:crypto';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { envName } from '../../start/services.ts';
import type { Tallies } from '../claim.ts';
import type { Stage } from '../stage/stage.ts';

/** An event, as outbox or stream have it. */
interface SeenEvent {
  id: string;
  type: string;
  aggregate: string;
  aggregateId: string;
  version: number;
  /** MD5 of the payload: whole ones of a long run would fill the memory. */
  content: string;
}

/** Records of which every version is told. Others tell of some: a session of its end, a reminder of its customer's version. */
const complete = new Set(['customer', 'contact', 'interaction', 'person']);

/**
 * Third against second witness: what the outboxes hold is on the streams, once when its copies are counted as one, with
 * the same content, and in order: versions of a record without gaps. Looks at all events there are.
 */
export async function checkStreams(
  stage: Stage,
  tallies: Tallies,
  say: (line: string) => void,
): Promise<void> {
  const connection = await connect({ servers: stage.suite.natsUrl });
  try {
    for (const service of stage.services) {
      const rows = await stage.database(service, (query) =>
        query<SeenEvent & { published: boolean }>(
          `SELECT id, type, aggregate, aggregate_id AS "aggregateId", version, md5(payload) AS content, publish_time IS NOT NULL AS published
           FROM outbox`,
        ),
      );
      const outbox = new Map(rows.map((row) => [row.id, row]));
      for (const { id, published } of rows) {
        tallies
          .of('published')
          .check(published ? undefined : `event ${id} of ${service} waits in the outbox`);
      }
      const messages = await readStream(connection, `KONTOR_${envName(service)}`);
      const stream = new Map<string, SeenEvent>();
      for (const { id, content } of messages) {
        const row = outbox.get(id);
        // A Map keeps the place of the first copy: that is what counts.
        if (row && !stream.has(id)) stream.set(id, row);
        const fault = !row ? 'is in no outbox' : row.content !== content ? 'says something else' : undefined;
        tallies
          .of('events-without-change')
          .check(fault && `event ${id} on the stream of ${service} ${fault}`);
      }
      for (const id of outbox.keys()) {
        tallies
          .of('events-lost')
          .check(stream.has(id) ? undefined : `event ${id} of ${service} is not on the stream`);
      }
      say(`${service}: ${rows.length} events, ${messages.length - stream.size} second copies on the stream`);
      const order = stage.brokerWiped ? inVersionOrder([...stream.values()]) : [...stream.values()];
      checkVersions(order, tallies);
    }
  } finally {
    await connection.close();
  }
}

/** After a wipe old events stand behind new ones, as replay put them there; that none is missing still holds. */
function inVersionOrder(events: SeenEvent[]): SeenEvent[] {
  return events.sort((a, b) => a.version - b.version);
}

function checkVersions(events: SeenEvent[], tallies: Tallies): void {
  const last = new Map<string, number>();
  for (const { id, aggregate, aggregateId, version } of events) {
    const record = `${aggregate} ${aggregateId}`;
    const before = last.get(record) ?? 0;
    const fits = complete.has(aggregate) ? version === before + 1 : version >= before;
    const fault = `event ${id} of ${record} has version ${version} after ${before}`;
    tallies.of('version-gaps').check(fits ? undefined : fault);
    last.set(record, version);
  }
}

async function readStream(
  connection: NatsConnection,
  name: string,
): Promise<Pick<SeenEvent, 'id' | 'content'>[]> {
  const manager = await jetstreamManager(connection);
  const known = await manager.streams.info(name).catch(() => undefined);
  const found: Pick<SeenEvent, 'id' | 'content'>[] = [];
  if (!known || known.state.messages === 0) return found;
  // Without a durable name it is a reader of the moment, in order.
  const consumer = await jetstream(connection).consumers.get(name);
  for await (const message of await consumer.consume()) {
    const content = createHash('md5').update(message.data).digest('hex');
    found.push({ id: message.headers?.get('ce-id') ?? '', content });
    if (message.seq >= known.state.last_seq) break;
  }
  return found;
}
