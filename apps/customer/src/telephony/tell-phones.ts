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
 * told to show who calls, any other one to show it no longer.
 */
export async function tellPhones(tx: Transaction, exchangeCallId: string): Promise<void> {
  const changed = await tx.query<Told>(
    `UPDATE rung_call r SET state = c.state, interaction_id = c.interaction_id, version = r.version + 1
     FROM exchange_call c WHERE c.id = $1 AND r.exchange_call_id = c.id
       AND (r.version = 0 OR r.state <> c.state OR r.interaction_id IS DISTINCT FROM c.interaction_id)
     RETURNING r.id, r.person_id AS "personId", r.version, r.state`,
    [exchangeCallId],
  );
  for (const { id, personId, version, state } of changed) {
    const type =
      state === 'ringing' ? 'kontor.customer.v1.CallRinging' : ('kontor.customer.v1.CallChanged' as const);
    tx.emit(type, { id, version }, { phoneCallId: id, personId });
  }
}
