import { Temporal } from 'temporal-polyfill';
import type {
  ConsentState,
  ContactChannel,
  ContactGuardSetting,
  ContactPreference,
  ContactRefusal,
} from '@kontor/contracts/gen/kontor/customer/v1/contact_guard';
import type { Direction, InteractionManner } from '@kontor/contracts/gen/kontor/customer/v1/customer';

/** How somebody wants to be reached, as far as the guard asks. */
export type Wishes = Pick<ContactPreference, 'consents' | 'doNotCall' | 'timeZone'>;

/** What the company allows itself in a channel. */
export type Limits = Pick<
  ContactGuardSetting,
  'mostTouches' | 'periodDays' | 'quietStart' | 'quietEnd' | 'consentNeeded'
>;

/** A contact that is about to be made, or was made. */
export interface Touch {
  channel: ContactChannel;
  /** RFC 3339. */
  time: string;
  /** Wishes of the contact and of the customer, in this order; those that nobody noted are left out. */
  wishes: readonly Wishes[];
  /** Without them only wishes count. */
  limits: Limits | undefined;
  /** When somebody of us turned to the customer in this channel, RFC 3339. */
  touches: readonly string[];
  /** How often is allowed by all channels together, and when somebody of us turned to the customer by any of them. */
  together?: { limits: Limits | undefined; touches: readonly string[] } | undefined;
  /** IANA zone of who told none. */
  companyTimeZone: string;
  /** Since when the contact is with the customer no more, RFC 3339; absent of who is there. */
  leftTime?: string | undefined;
}

/** Length of the period in which touches are counted, where nobody set one. */
const usualPeriodDays = 7;

/** A single channel. */
export type OneChannel = Exclude<ContactChannel, 'any'>;

/** The ways of talking by which each channel is used; a message may be either of two. */
export const mannersOf: Readonly<Record<OneChannel, readonly InteractionManner[]>> = {
  call: ['call'],
  email: ['email'],
  sms: ['sms', 'message'],
  messenger: ['message'],
  mail: ['letter', 'fax'],
};

/** The channels that a talk may have used; none for visits and meetings, to which people agree beforehand. */
export function channelsOf(manner: InteractionManner): OneChannel[] {
  return (Object.keys(mannersOf) as OneChannel[]).filter((channel) => mannersOf[channel].includes(manner));
}

/** The ways of talking that are guarded. */
export const guardedManners: readonly InteractionManner[] = [...new Set(Object.values(mannersOf).flat())];

/** Whether we began a talk. Where nobody says who did, a guarded one counts as ours: the guard is not passed by silence. */
export function weBegan({
  manner,
  direction,
}: {
  manner: InteractionManner;
  direction?: Direction | undefined;
}): boolean {
  return direction === undefined ? guardedManners.includes(manner) : direction === 'outbound';
}

/** weBegan() as a condition on a row of `interaction` that is `alias` in the statement. */
export function weBeganSql(alias: string): string {
  const guarded = guardedManners.map((manner) => `'${manner}'`).join(', ');
  return `(${alias}.direction = 'outbound' OR ${alias}.direction IS NULL AND ${alias}.manner IN (${guarded}))`;
}

/** What speaks against a contact; nothing where it is allowed. Whoever withdrew is not asked what somebody else gave. */
export function refusalsOf(touch: Touch): ContactRefusal[] {
  const { channel, wishes, limits, together } = touch;
  const states = wishes.map((wish) => consentIn(wish, channel));
  const refusals: ContactRefusal[] = hasLeft(touch) ? [{ rule: 'left' }] : [];
  if (channel === 'call' && wishes.some(({ doNotCall }) => doNotCall)) refusals.push({ rule: 'do_not_call' });
  if (states.includes('withdrawn')) refusals.push({ rule: 'withdrawn' });
  else if (limits?.consentNeeded && !states.includes('given')) refusals.push({ rule: 'no_consent' });
  const altogether = together ? tooOften({ ...touch, ...together }) : [];
  return [...refusals, ...quietHours(touch), ...tooOften(touch), ...altogether];
}

/** Who works elsewhere by now is no way to this customer; what was said before that is history. */
function hasLeft({ time, leftTime }: Touch): boolean {
  return leftTime !== undefined && Date.parse(time) >= Date.parse(leftTime);
}

function consentIn({ consents }: Wishes, channel: ContactChannel): ConsentState {
  return consents.find((consent) => consent.channel === channel)?.state ?? 'unknown';
}

/** Night runs from its start until before its end, past midnight too; equal ends are no night. Letters wake nobody. */
function quietHours({ channel, time, wishes, limits, companyTimeZone }: Touch): ContactRefusal[] {
  if (!limits || channel === 'mail' || channel === 'email') return [];
  const { quietStart, quietEnd } = limits;
  if (!quietStart || !quietEnd || quietStart === quietEnd) return [];
  const timeZone = wishes.find((wish) => wish.timeZone)?.timeZone || companyTimeZone;
  const local = Temporal.Instant.from(time).toZonedDateTimeISO(timeZone).toPlainTime();
  const localTime = local.toString({ smallestUnit: 'minute' });
  const late = localTime >= quietStart;
  const early = localTime < quietEnd;
  const quiet = quietStart < quietEnd ? late && early : late || early;
  return quiet ? [{ rule: 'quiet_hours', localTime }] : [];
}

/** Counts what lies closer than a period to the contact, before or after: one logged late is one too many all the same. */
function tooOften({ time, limits, touches }: Touch): ContactRefusal[] {
  if (limits?.mostTouches === undefined) return [];
  const periodDays = limits.periodDays ?? usualPeriodDays;
  const period = periodDays * 86_400_000;
  const near = touches.filter((touch) => Math.abs(Date.parse(touch) - Date.parse(time)) < period).length;
  return near < limits.mostTouches ? [] : [{ rule: 'frequency', touches: near, periodDays }];
}
