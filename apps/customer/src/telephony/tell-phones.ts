import type { Transaction } from '@kontor/database/transaction';
import type { PhoneCallState } from '@kontor/contracts/gen/kontor/customer/v1/telephony';

interface Told {
  id: string;
  personId: string;
  version: number;
  state: PhoneCallState;
}

/**
 * Gives every phone that a call rang at the state of the call, and tells those whose state is new: a phone that rings is
 * told to show who calls, any other one to show it no longer. Who missed a call that rings on elsewhere has missed it.
 */
export async function tellPhones(tx: Transaction, exchangeCallId: string): Promise<void> {
  const changed = await tx.query<Told>(
    `WITH ringing AS (
       SELECT l.person_id, bool_or(l.hangup_time IS NULL) AS rings FROM call_leg l
       WHERE l.exchange_call_id = $1 GROUP BY l.person_id
     ), told AS (
       SELECT r.id, c.interaction_id, CASE WHEN c.state = 'ringing'
         AND EXISTS (SELECT 1 FROM ringing g WHERE g.rings)
         AND EXISTS (SELECT 1 FROM ringing g WHERE g.person_id = r.person_id AND NOT g.rings)
         THEN 'missed' ELSE c.state END AS state
       FROM exchange_call c JOIN rung_call r ON r.exchange_call_id = c.id WHERE c.id = $1
     )
     UPDATE rung_call r SET state = t.state, interaction_id = t.interaction_id, version = r.version + 1
     FROM told t WHERE t.id = r.id
       AND (r.version = 0 OR r.state <> t.state OR r.interaction_id IS DISTINCT FROM t.interaction_id)
     RETURNING r.id, r.person_id AS "personId", r.version, r.state`,
    [exchangeCallId],
  );
  for (const { id, personId, version, state } of changed) {
    const type =
      state === 'ringing' ? 'kontor.customer.v1.CallRinging' : ('kontor.customer.v1.CallChanged' as const);
    tx.emit(type, { id, version }, { phoneCallId: id, personId });
  }
}
