import type { Transaction } from '@kontor/database/transaction';
import { Customer } from '../customer/customer.entity.js';
import { cancelNextContact } from '../customer/next-contact-reminder.js';
import { Interaction } from '../interaction/interaction.entity.js';
import { matchesOf, onlyMatch, type Match } from '../triage/contact-match.js';
import { takeIn, telephonySource } from '../triage/ingest.service.js';
import { TriageItem } from '../triage/triage-item.entity.js';
import { knownNumber } from '../triage/rules/address.js';
import { draftTalk, missedCall } from './call-talk.js';
import { CallLeg } from './call-leg.entity.js';
import type { ExchangeCall } from './exchange-call.entity.js';
import { withLegs } from './rules/call-legs.js';
import { judge } from './rules/call-state.js';

/**
 * Brings a call, whose row is locked in this transaction, up to what its times say: a draft of the talk once it is over,
 * a task once it was missed. A call that was thought missed and turns out to have been answered gets its draft, and
 * waits in the tray no longer, unless nobody knows whose it was.
 */
export async function settleCall(
  tx: Transaction,
  call: ExchangeCall,
  companyTimeZone: string,
): Promise<void> {
  const legs = await tx.select(CallLeg, 'r.exchange_call_id = $1', [call.id]);
  const { state, settleTime } = judge(withLegs(call, legs), tx.now);
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
 * what was said. What is known of no customer, or of nobody who could write, waits in the tray: who answered may choose on
 * the card, and if not, the call is not forgotten. `chooserId`: who said whose it was.
 */
export async function ended(
  tx: Transaction,
  call: ExchangeCall,
  companyTimeZone: string,
  chooserId?: string,
): Promise<void> {
  const { agentId, answerTime, direction } = call;
  if (!answerTime || (await isLogged(tx, call))) return;
  const match = await whose(tx, call);
  const found = match && (await tx.getForUpdate(Customer, match.customerId));
  const authorId = agentId ?? found?.ownerId ?? chooserId;
  if (!match || !found || !authorId) return toTray(tx, call);
  const customer = withoutCallBack(tx, found, call);
  const told = { direction, talkTime: answerTime, authorId };
  await logged(tx, call, await draftTalk(tx, customer, match, told, companyTimeZone), chooserId);
}

/**
 * Plans a call back for the owner; without one customer, the tray has it, until somebody (`chooserId`) says whose it was.
 * Nobody can call back a withheld number. A call that was missed twice, on a hunt line, is called back once.
 */
export async function missed(tx: Transaction, call: ExchangeCall, chooserId?: string): Promise<void> {
  if (call.interactionId || (call.withheld && !call.customerId)) return;
  const match = await whose(tx, call);
  const customer = match && (await tx.getForUpdate(Customer, match.customerId));
  const authorId = customer?.ownerId ?? chooserId;
  if (!match || !customer || !authorId) return toTray(tx, call);
  await logged(tx, call, await missedCall(tx, customer, match, call, authorId), chooserId);
}

/** Whether the talk of an answered call is logged already: it may be put through to another phone after it was. */
async function isLogged(tx: Transaction, { interactionId }: ExchangeCall): Promise<boolean> {
  const known = interactionId ? await tx.find(Interaction, interactionId) : undefined;
  return known !== undefined && known.source !== telephonySource;
}

/** The talk of a call stands at the call, and the tray has it no longer. */
async function logged(
  tx: Transaction,
  { id }: ExchangeCall,
  talk: Interaction,
  settledById: string | undefined,
): Promise<void> {
  await tx.query('UPDATE exchange_call SET interaction_id = $2 WHERE id = $1', [id, talk.id]);
  const item = await trayItem(tx, id, 'FOR NO KEY UPDATE OF r');
  if (item?.state !== 'open') return;
  tx.update(TriageItem, item, { state: 'attached', content: '', interactionId: talk.id, settledById });
}

/** What of a call the tray has or had. */
export async function trayItem(tx: Transaction, callId: string, lock = ''): Promise<TriageItem | undefined> {
  const where = 'r.source = $1 AND r.external_id = $2';
  const [item] = await tx.select(TriageItem, where, [telephonySource, callId], lock);
  return item;
}

/** Lets a call wait for somebody to say whose it was. */
async function toTray(tx: Transaction, call: ExchangeCall): Promise<void> {
  if (call.withheld) return;
  // Who answered had the talk, whoever says later whose it was.
  const authorId = call.answerTime ? call.agentId : undefined;
  const { known, id } = await takeIn(tx, {
    source: telephonySource,
    externalId: call.id,
    channel: 'call',
    direction: call.direction,
    address: call.number,
    ownAddress: '',
    messageTime: call.ringTime ?? call.hangupTime ?? tx.now,
    content: '',
    authorId,
  });
  if (known && authorId)
    await tx.query(`UPDATE triage_item SET author_id = $2 WHERE id = $1 AND state = 'open'`, [id, authorId]);
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
