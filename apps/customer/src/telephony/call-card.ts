import type { ContactRefusal } from '@kontor/contracts/gen/kontor/customer/v1/contact_guard';
import type { PhoneCall, PhoneCallMatch } from '@kontor/contracts/gen/kontor/customer/v1/telephony';
import { serviceCall, type Call } from '@kontor/access/call';
import { isNameOnly } from '@kontor/access/name-only';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { Contact } from '../contact/contact.entity.js';
import { findRefusals } from '../contact-guard/touch-guard.js';
import { Customer } from '../customer/customer.entity.js';
import { Interaction } from '../interaction/interaction.entity.js';
import { matchesOf, type Match } from '../triage/contact-match.js';
import { knownNumber } from '../triage/rules/address.js';
import { ExchangeCall } from './exchange-call.entity.js';
import { greetingOf } from './rules/greeting.js';
import type { RungCall } from './rung-call.entity.js';

/**
 * What the person at whose phone a call rings is shown: the call, and who has the number as that person may see it. The
 * service finds who has the number among all; of customers out of reach the person learns how many they are, so as not
 * to make them anew.
 */
export async function cardOf(
  work: UnitOfWork,
  { exchangeCallId, personId: _, version: __, ...rung }: RungCall,
  call: Call,
  companyTimeZone: string,
): Promise<PhoneCall> {
  const matches = await work.read(serviceCall('customer', 'telephony'), async (tx) => {
    const known = await tx.find(ExchangeCall, exchangeCallId);
    if (known?.customerId) return [{ customerId: known.customerId, contactId: known.contactId }];
    const address = knownNumber(rung.number);
    return address ? matchesOf(tx, address) : [];
  });
  const shown = await work.read(call, (tx) => shownMatches(tx, matches, rung, companyTimeZone));
  const customers = (of: readonly { customerId: string }[]) =>
    new Set(of.map(({ customerId }) => customerId)).size;
  return {
    ...rung,
    matches: shown,
    hiddenMatches: customers(matches) - customers(shown),
    newLeadPath:
      matches.length > 0 ? '' : `/customers/new${rung.number && `?phone=${encodeURIComponent(rung.number)}`}`,
  };
}

async function shownMatches(
  tx: Transaction,
  matches: readonly Match[],
  rung: Pick<RungCall, 'id' | 'direction' | 'ringTime' | 'interactionId'>,
  companyTimeZone: string,
): Promise<PhoneCallMatch[]> {
  if (matches.length === 0) return [];
  const ids = [...new Set(matches.map(({ customerId }) => customerId))];
  const contactIds = matches.flatMap(({ contactId }) => contactId ?? []);
  const customers = await tx.selectNames(Customer, 'r.id = ANY ($1::uuid[])', [ids]);
  const customerOf = new Map(customers.map((customer) => [customer.id, customer]));
  const whole = customers.filter((customer) => !isNameOnly(customer));
  const wholeIds = whole.map(({ id }) => id);
  const [contacts, plans, visits, drafts] = await Promise.all([
    tx.select(Contact, 'r.id = ANY ($1::uuid[])', [contactIds]),
    tx.select(Interaction, 'r.id = ANY ($1::uuid[])', [
      whole.flatMap(({ nextContactInteractionId }) => nextContactInteractionId ?? []),
    ]),
    openVisits(tx, wholeIds),
    openDrafts(tx, wholeIds),
  ]);
  const seen = matches.filter(({ customerId }) => customerOf.has(customerId));
  const refusals = await refusalsOf(tx, seen, rung, companyTimeZone);
  const contactOf = new Map(contacts.map((contact) => [contact.id, contact]));
  const planOf = new Map(plans.map((plan) => [plan.customerId, plan]));
  return matches.flatMap(({ customerId, contactId }) => {
    const customer = customerOf.get(customerId);
    if (!customer) return [];
    const contact = contactId ? contactOf.get(contactId) : undefined;
    const named = { customerName: customer.name ?? '', contactName: contact?.name ?? '' };
    const card = wholeIds.includes(customerId) ? `/customers/${customerId}` : '';
    return [
      {
        customerId,
        ...named,
        customerNumber: customer.number ?? '',
        customerStatus: customer.status,
        ownerId: customer.ownerId ?? '',
        contactId: contact?.id,
        contactPosition: contact?.position ?? '',
        nextContactTime: customer.nextContactTime,
        nextAction: planOf.get(customerId)?.nextAction ?? '',
        openVisits: visits.get(customerId) ?? 0,
        openDrafts: drafts.get(customerId) ?? 0,
        greeting: greetingOf(named, contact?.language, tx.call.language),
        cardPath: card,
        requestPath: card && requestPath(card, rung.id, contact?.id),
        refusals: refusals.get(keyOf({ customerId, contactId })) ?? [],
      },
    ];
  });
}

/** Where we call: what speaks against it, so that it is seen before anybody answers. */
async function refusalsOf(
  tx: Transaction,
  matches: readonly Match[],
  { direction, ringTime, interactionId }: Pick<RungCall, 'direction' | 'ringTime' | 'interactionId'>,
  companyTimeZone: string,
): Promise<Map<string, ContactRefusal[]>> {
  const found = new Map<string, ContactRefusal[]>();
  if (direction !== 'outbound') return found;
  for (const { customerId, contactId } of matches) {
    const asked = { customerId, contactId, time: ringTime };
    const { refusals } = await findRefusals(tx, asked, ['call'], companyTimeZone, interactionId);
    found.set(keyOf({ customerId, contactId }), refusals.flat());
  }
  return found;
}

/** Of two who share a phone each has wishes of their own. */
const keyOf = ({ customerId, contactId }: Match): string => `${customerId} ${contactId ?? ''}`;

function requestPath(card: string, phoneCallId: string, contactId: string | undefined): string {
  const query = new URLSearchParams({ phoneCallId, ...(contactId && { contactId }) });
  return `${card}/requests/new?${query.toString()}`;
}

async function openDrafts(tx: Transaction, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.query<{ id: string; count: number }>(
    `SELECT customer_id AS id, count(*)::int AS count FROM interaction
     WHERE customer_id = ANY ($1::uuid[]) AND draft GROUP BY customer_id`,
    [ids],
  );
  return new Map(rows.map(({ id, count }) => [id, count]));
}

async function openVisits(tx: Transaction, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.query<{ id: string; count: number }>(
    `SELECT customer_id AS id, count(*)::int AS count FROM planned_visit
     WHERE customer_id = ANY ($1::uuid[]) AND done_time IS NULL GROUP BY customer_id`,
    [ids],
  );
  return new Map(rows.map(({ id, count }) => [id, count]));
}
