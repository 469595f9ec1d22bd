import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '@kontor/database/transaction';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { Extension } from './extension.entity.js';
import { ExchangeCall } from './exchange-call.entity.js';
import type { CallEvent, OtherSide } from './rules/call-event.js';
import { settleCall } from './settle-call.js';
import { tellPhones } from './tell-phones.js';

/** Where each kind of event notes its time. */
const columns = { ring: 'ring_time', answer: 'answer_time', hangup: 'hangup_time' } as const;

/** Times of an event that lie further off than this are the exchange's clock being wrong, in milliseconds. */
const clockTolerance = 5 * 60 * 1000;

/**
 * Takes an event in: notes its time at the call, rings at the phone, and does what follows. The row of the call is
 * locked by the first statement, so that events of one call follow each other whichever replica has them; an event that
 * came before changes nothing, and none needs to come in order.
 */
export async function receiveEvent(
  tx: Transaction,
  event: CallEvent,
  other: OtherSide,
  companyTimeZone: string,
): Promise<void> {
  const time = usableTime(event.time, tx.now);
  const [extension] = event.extension ? await tx.select(Extension, 'r.number = $1', [event.extension]) : [];
  const agent = extension && (await tx.find(PersonCopy, extension.personId));
  // The phone of somebody who left is nobody's until somebody else is named.
  const agentId = agent?.status === 'left' ? undefined : agent?.id;
  // One phone that is hung up ends the call of that phone: what it is to the others, its legs say.
  const whole = event.type !== 'hangup' || event.extension === '';
  const call = await noted(
    tx,
    event,
    other,
    whole ? time : undefined,
    event.type === 'answer' ? agentId : undefined,
  );
  if (event.extension) await noteLeg(tx, call, event, time, agentId);
  if (agentId && event.type !== 'hangup') await rung(tx, call, agentId, time);
  await settleCall(tx, call, companyTimeZone);
  await tellPhones(tx, call.id);
}

/** The call with what the event adds to it. Of twins the first one counts. */
async function noted(
  tx: Transaction,
  { type, exchange, callId }: CallEvent,
  { number, withheld, direction }: OtherSide,
  time: string | undefined,
  agentId: string | undefined,
): Promise<ExchangeCall> {
  const column = columns[type];
  await tx.query(
    `INSERT INTO exchange_call AS c (id, exchange, call_id, number, withheld, direction, ${column}, agent_id, state)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'ringing')
     ON CONFLICT (exchange, call_id) DO UPDATE
     SET ${column} = coalesce(c.${column}, excluded.${column}), agent_id = coalesce(c.agent_id, excluded.agent_id),
       number = coalesce(nullif(c.number, ''), excluded.number), withheld = c.withheld AND excluded.withheld,
       direction = CASE WHEN c.number = '' THEN excluded.direction ELSE c.direction END`,
    [uuidv7(), exchange, callId, number, withheld, direction, time ?? null, agentId ?? null],
  );
  const [call] = await tx.select(ExchangeCall, 'r.exchange = $1 AND r.call_id = $2', [exchange, callId]);
  if (!call) throw new Error('The call that was just written is not there');
  return call;
}

/**
 * Notes when a phone rang, answered or was hung up; of twins the first one counts. A phone that surely rings anew, after it
 * was silent, rings again: a hunt line may come round.
 */
async function noteLeg(
  tx: Transaction,
  { id }: ExchangeCall,
  { type, extension, time: told }: CallEvent,
  time: string,
  personId: string | undefined,
): Promise<void> {
  const column = columns[type];
  await tx.query(
    `INSERT INTO call_leg AS l (exchange_call_id, extension, person_id, ${column}) VALUES ($1, $2, $3, $4)
     ON CONFLICT (exchange_call_id, extension) DO UPDATE
     SET ${column} = coalesce(l.${column}, excluded.${column}), person_id = coalesce(l.person_id, excluded.person_id)`,
    [id, extension, personId ?? null, time],
  );
  if (type === 'ring' && told)
    await tx.query(
      `UPDATE call_leg SET ring_time = $3, hangup_time = NULL
       WHERE exchange_call_id = $1 AND extension = $2 AND answer_time IS NULL AND hangup_time < $3`,
      [id, extension, time],
    );
}

/** Notes that the call rang at a phone, once. Its owner is told by tellPhones(). */
async function rung(tx: Transaction, call: ExchangeCall, personId: string, time: string): Promise<void> {
  await tx.query(
    `INSERT INTO rung_call (id, exchange_call_id, person_id, number, withheld, direction, state, ring_time, version,
       create_time)
     VALUES ($1, $2, $3, $4, $5, $6, 'ringing', $7, 0, $8) ON CONFLICT (exchange_call_id, person_id) DO NOTHING`,
    [uuidv7(), call.id, personId, call.number, call.withheld, call.direction, time, tx.now],
  );
}

function usableTime(time: string | undefined, now: string): string {
  if (!time || Math.abs(Date.parse(time) - Date.parse(now)) > clockTolerance) return now;
  return new Date(time).toISOString();
}
