import type { Pool } from 'pg';
import type { Broker } from '@kontor/events/connection';
import { listDeadLetters, replayDeadLetter, type DeadLetter } from '@kontor/events/dead-letters';

/** More open dead letters than one service ever has: beyond it, `--all` is called once more. */
const most = 100_000;

/** Which dead letters to have handled again; without `eventId` all, without `consumer` those of all consumers. */
interface Resent {
  pool: Pool;
  broker: Broker;
  consumer: string | undefined;
  eventId: string | undefined;
}

/** Tells the open dead letters of a service, one a line; never what is in them, which may be about people. */
export async function tellDeadLetters(
  pool: Pool,
  consumer: string | undefined,
  write: (text: string) => void,
): Promise<void> {
  const letters = await listDeadLetters(pool, consumer, most);
  for (const letter of letters) write(`${lineOf(letter)}\n`);
  write(`${letters.length} dead letters are open.\n`);
}

/**
 * Puts dead letters on their streams again, oldest first; one that several consumers set aside, for each of them. Resolves
 * to how many there were. Throws where the one that is named is not open.
 */
export async function resendDeadLetters({ pool, broker, consumer, eventId }: Resent): Promise<number> {
  const open = await listDeadLetters(pool, consumer, most);
  const chosen = open.filter((letter) => eventId === undefined || letter.eventId === eventId.toLowerCase());
  if (eventId !== undefined && chosen.length === 0)
    throw new Error(`There is no open dead letter of event ${eventId}.`);
  for (const letter of chosen) await replayDeadLetter(pool, broker, letter);
  return chosen.length;
}

function lineOf({ createTime, consumer, eventId, type, deliveries, reason }: DeadLetter): string {
  return [createTime, consumer, eventId, type, deliveries, reason.replace(/\s+/g, ' ')].join('\t');
}
