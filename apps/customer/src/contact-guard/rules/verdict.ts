import { Temporal } from 'temporal-polyfill';
import type {
  ConsentState,
  ContactChannel,
  ContactGuardSetting,
  ContactPreference,
  ContactRefusal,
} from '@kontor/contracts/gen/kontor/customer/v1/contact_guard';
import type { InteractionManner } from '@kontor/contracts/gen/kontor/customer/v1/customer';

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
  /** IANA zone of who told none. */
  companyTimeZone: string;
}

/** Length of the period in which touches are counted, where nobody set one. */
export const usualPeriodDays = 7;

/** The ways of talking by which each channel is used. */
export const mannersOf: Readonly<Record<ContactChannel, InteractionManner>> = {
  call: 'call',
  email: 'email',
  sms: 'message',
  messenger: 'message',
  mail: 'letter',
};

/** The channels that a talk may have used; none for visits and meetings, to which people agree beforehand. */
export function channelsOf(manner: InteractionManner): ContactChannel[] {
  return (Object.keys(mannersOf) as ContactChannel[]).filter((channel) => mannersOf[channel] === manner);
}

/** What speaks against a contact; nothing where it is allowed. Whoever withdrew is not asked what somebody else gave. */
export function refusalsOf(touch: Touch): ContactRefusal[] {
  const { channel, wishes, limits } = touch;
  const states = wishes.map((wish) => consentIn(wish, channel));
  const refusals: ContactRefusal[] = [];
  if (channel === 'call' && wishes.some(({ doNotCall }) => doNotCall)) refusals.push({ rule: 'do_not_call' });
  if (states.includes('withdrawn')) refusals.push({ rule: 'withdrawn' });
  else if (limits?.consentNeeded && !states.includes('given')) refusals.push({ rule: 'no_consent' });
  return [...refusals, ...quietHours(touch), ...tooOften(touch)];
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
