import type { Transaction } from '@kontor/database/transaction';
import { Customer } from '../customer/customer.entity.js';
import { cancelNextContact } from '../customer/next-contact-reminder.js';
import { matchesOf, onlyMatch, type Match } from '../triage/contact-match.js';
import { takeIn } from '../triage/ingest.service.js';
import { TriageItem } from '../triage/triage-item.entity.js';
import { knownNumber } from '../triage/rules/address.js';
import { draftTalk, missedCall } from './call-talk.js';
import type { ExchangeCall } from './exchange-call.entity.js';
import { judge } from './rules/call-state.js';

/** Why an item of the tray was discarded: somebody took the call after all. */
const takenCall = 'answered';

/** Name of telephony among the sources of messages. */
const source = 'telephony';

/**
 * Brings a call, whose row is locked in this transaction, up to what its times say: a draft of the talk once it is over,
 * a task once it was missed. A call that was thought missed and turns out to have been answered gets its draft, and
 * waits in the tray no longer.
 */
export async function settleCall(
  tx: Transaction,
  call: ExchangeCall,
  companyTimeZone: string,
): Promise<void> {
  const { state, settleTime } = judge(call, tx.now);
  const was = call.state;
  await tx.query('UPDATE exchange_call SET state = $2, settle_time = $3 WHERE id = $1', [
    call.id,
    state,
    settleTime ?? null,
  ]);
  if (state === was) return;
  if (state === 'ended') await ended(tx, call, companyTimeZone);
  if (state === 'missed' && call.direction === 'inbound') await missed(tx, call);
}

/**
 * Logs a draft where it is known whose call it was. At a phone that is nobody's the owner of the customer has to find out
 * what was said; what is known of no owner either waits in the tray, since nobody has a card to choose on.
 */
export async function ended(tx: Transaction, call: ExchangeCall, companyTimeZone: string): Promise<void> {
  await takeOffTray(tx, call);
  const match = await whose(tx, call);
  const { agentId, answerTime, direction } = call;
  if (!answerTime) return;
  const found = match && (await tx.getForUpdate(Customer, match.customerId));
  const authorId = agentId ?? found?.ownerId;
  if (!authorId) return toTray(tx, call);
  if (!match || !found) return;
  const customer = withoutCallBack(tx, found, call);
  const told = { direction, talkTime: answerTime, authorId };
  const talk = await draftTalk(tx, customer, match, told, companyTimeZone);
  await tx.query('UPDATE exchange_call SET interaction_id = $2 WHERE id = $1', [call.id, talk.id]);
}

/** Plans a call back for the owner; without one customer, the tray has it. Nobody can call back a withheld number. */
async function missed(tx: Transaction, call: ExchangeCall): Promise<void> {
  if (call.withheld) return;
  const match = await whose(tx, call);
  const customer = match && (await tx.getForUpdate(Customer, match.customerId));
  if (match && customer?.ownerId) {
    const talk = await missedCall(tx, customer, match, call);
    await tx.query('UPDATE exchange_call SET interaction_id = $2 WHERE id = $1', [call.id, talk.id]);
    return;
  }
  await toTray(tx, call);
}

/** Lets a call wait for somebody to say whose it was. */
async function toTray(tx: Transaction, call: ExchangeCall): Promise<void> {
  if (call.withheld) return;
  await takeIn(tx, {
    source,
    externalId: call.id,
    channel: 'call',
    direction: call.direction,
    address: call.number,
    ownAddress: '',
    messageTime: call.ringTime ?? call.hangupTime ?? tx.now,
    content: call.number,
    authorId: undefined,
  });
}

/** Who was thought missed and was answered need not be called back. */
function withoutCallBack(tx: Transaction, customer: Customer, { interactionId }: ExchangeCall): Customer {
  if (!interactionId || customer.nextContactInteractionId !== interactionId) return customer;
  const after = tx.update(Customer, customer, {
    nextContactTime: undefined,
    nextContactInteractionId: undefined,
  });
  cancelNextContact(tx, after);
  return after;
}

async function whose(tx: Transaction, call: ExchangeCall): Promise<Match | undefined> {
  if (call.customerId) return { customerId: call.customerId, contactId: call.contactId };
  const address = knownNumber(call.number);
  if (!address) return undefined;
  return onlyMatch(await matchesOf(tx, address));
}

async function takeOffTray(tx: Transaction, call: ExchangeCall): Promise<void> {
  const where = `r.source = $1 AND r.external_id = $2 AND r.state = 'open'`;
  const [item] = await tx.select(TriageItem, where, [source, call.id], 'FOR NO KEY UPDATE OF r');
  if (item) tx.update(TriageItem, item, { state: 'discarded', reason: takenCall });
}
