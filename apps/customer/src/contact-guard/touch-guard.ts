import type { ContactChannel, ContactRefusal } from '@kontor/contracts/gen/kontor/customer/v1/contact_guard';
import type { GuardBreach, InteractionManner } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { viewOf } from '@kontor/access/view';
import type { Transaction } from '@kontor/database/transaction';
import { AppError } from '@kontor/errors/app-error';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { Contact } from '../contact/contact.entity.js';
import type { Interaction } from '../interaction/interaction.entity.js';
import { ContactGuardSetting, ContactPreference } from './contact-preference.entity.js';
import { wishOfAll } from './nobody-to-call.js';
import { shownTime } from './rules/shown-time.js';
import {
  channelsOf,
  guardedManners,
  mannersOf,
  refusalsOf,
  weBegan,
  weBeganSql,
  type OneChannel,
} from './rules/verdict.js';

/** Touches older or newer than this do not matter to any setting. */
const longestPeriod = '366 days';

/** The contact that is asked about. */
export interface Asked {
  customerId: string;
  contactId?: string | undefined;
  /** When: RFC 3339. */
  time: string;
}

/** A time when somebody of us turned to the customer. */
export interface PastTouch {
  id: string;
  authorId: string;
  talkTime: string;
  manner: InteractionManner;
}

/** What speaks against contacting a customer by each channel, and who did last, by whatever channel. */
export interface Findings {
  refusals: ContactRefusal[][];
  last: PastTouch | undefined;
}

/** Asks the guard. `except` is a talk that is not counted, since it is the one that is asked about. */
export async function findRefusals(
  tx: Transaction,
  { customerId, contactId, time }: Asked,
  channels: readonly OneChannel[],
  companyTimeZone: string,
  except?: string,
): Promise<Findings> {
  const unnamed = !contactId && channels.includes('call');
  const [preferences, settings, touches, wish, contact] = await Promise.all([
    tx.select(
      ContactPreference,
      'r.customer_id = $1 AND (r.contact_id IS NULL OR r.contact_id = $2::uuid)',
      [customerId, contactId ?? null],
      'ORDER BY r.contact_id NULLS LAST',
    ),
    tx.select(ContactGuardSetting, 'r.channel = ANY ($1::text[])', [[...channels, 'any']]),
    tx.query<PastTouch>(
      `SELECT i.id, i.author_id AS "authorId", i.talk_time AS "talkTime", i.manner FROM interaction i
       WHERE i.customer_id = $1 AND ${weBeganSql('i')} AND i.letter_state IS DISTINCT FROM 'failed'
         AND i.talk_time > $2::timestamptz - interval '${longestPeriod}' ORDER BY i.talk_time DESC LIMIT 1000`,
      [customerId, time],
    ),
    unnamed ? wishOfAll(tx, customerId) : undefined,
    contactId ? tx.find(Contact, contactId) : undefined,
  ]);
  const limitsOf = (wanted: ContactChannel) => settings.find(({ channel }) => channel === wanted);
  const others = touches.filter(({ id }) => id !== except);
  const timesBy = (manners: readonly InteractionManner[]) =>
    others.filter(({ manner }) => manners.includes(manner)).map(({ talkTime }) => talkTime);
  const refusals = channels.map((channel) =>
    refusalsOf({
      channel,
      time,
      wishes: channel === 'call' && wish ? [...preferences, wish] : preferences,
      limits: limitsOf(channel),
      touches: timesBy(mannersOf[channel]),
      together: { limits: limitsOf('any'), touches: timesBy(guardedManners) },
      companyTimeZone,
      leftTime: contact?.customerId === customerId ? contact.leftTime : undefined,
    }),
  );
  return { refusals, last: others[0] };
}

/**
 * Guards a talk that is being logged: one that we began and that should not have been, by any channel that it may have
 * used, needs a reason, which is audited. The customer's row is locked by the caller of this, so that of two talks at
 * once the second one counts the first. Throws conflict contact-guarded, naming who touched the customer last.
 */
export async function guardTalk(
  tx: Transaction,
  talk: GuardedTalk & { id?: string },
  reason: string | undefined,
  companyTimeZone: string,
): Promise<void> {
  const breach = await breachOf(tx, talk, companyTimeZone);
  if (!breach) return;
  if (!reason?.trim()) throw await guarded(tx, breach.refusals, breach.last);
  tx.audit({
    action: 'contact-guard-override',
    object: 'customer',
    objectId: talk.customerId,
    changes: { reason: reason.trim(), rules: breach.refusals.map(({ rule }) => rule) },
  });
}

/**
 * The same for a talk that another system brought in, such as a call that was made already: nothing can be refused any
 * more. It is kept and counts like any other; what it should have been refused for is audited and returned, for the talk
 * to say so. Undefined where nothing spoke against it. The customer's row is locked by the caller of this.
 */
export async function noteBreach(
  tx: Transaction,
  talk: GuardedTalk & { id: string; authorId: string },
  companyTimeZone: string,
): Promise<GuardBreach | undefined> {
  const breach = await breachOf(tx, talk, companyTimeZone);
  if (!breach) return undefined;
  const rules = breach.refusals.map(({ rule }) => rule);
  const { id: interactionId, authorId, manner, talkTime } = talk;
  tx.audit({
    action: 'contact-guard-breach',
    object: 'customer',
    objectId: talk.customerId,
    changes: { rules, interactionId, authorId, manner, talkTime },
  });
  return { rules };
}

/** What of a talk the guard looks at. */
type GuardedTalk = Pick<Interaction, 'customerId' | 'contactId' | 'manner' | 'direction' | 'talkTime'>;

/** What speaks against a talk that we began, by every channel that it may have used. */
async function breachOf(
  tx: Transaction,
  talk: GuardedTalk & { id?: string },
  companyTimeZone: string,
): Promise<{ refusals: ContactRefusal[]; last: PastTouch | undefined } | undefined> {
  const channels = channelsOf(talk.manner);
  if (!weBegan(talk) || channels.length === 0) return undefined;
  const asked = { ...talk, time: talk.talkTime };
  const { refusals, last } = await findRefusals(tx, asked, channels, companyTimeZone, talk.id);
  const [first = []] = refusals;
  return refusals.some((some) => some.length === 0) ? undefined : { refusals: first, last };
}

async function guarded(
  tx: Transaction,
  refusals: readonly ContactRefusal[],
  last: PastTouch | undefined,
): Promise<AppError> {
  const { name, time } = await toldTouch(tx, last);
  return new AppError('conflict', 'contact-guarded', {
    params: { person: name || '—', time: time || '—' },
    fields: refusals.map(({ rule, touches, periodDays, localTime }) => ({
      field: 'guardReason',
      reason: `guard-${rule.replaceAll('_', '-')}`,
      params: { touches: touches ?? 0, periodDays: periodDays ?? 0, localTime: localTime ?? '' },
    })),
  });
}

/**
 * Who touched last and when, by the reader's clock and in the reader's language, as far as the caller sees names of people,
 * authors and times of talks.
 */
export async function toldTouch(
  tx: Transaction,
  last: PastTouch | undefined,
): Promise<{ name: string; time: string }> {
  if (!last) return { name: '', time: '' };
  const sees = (object: string, field: string) => {
    const limits = viewOf(tx.call.caller)?.rights.limits(object);
    return !limits?.hidden.has(field) && !limits?.masked.has(field);
  };
  const named = sees('person', 'name') && sees('interaction', 'authorId');
  const person = named ? await tx.find(PersonCopy, last.authorId) : undefined;
  const timed = sees('interaction', 'talkTime');
  const { language, caller } = tx.call;
  const told = shownTime(new Date(last.talkTime).toISOString(), language, caller.timeZone);
  return { name: person?.name ?? '', time: timed ? told : '' };
}
