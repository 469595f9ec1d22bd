import { isLanguage } from '@kontor/errors/languages';
import { countries } from './countries.js';

/** UUID in lower case with hyphens, of any version. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
}

const MAILBOX = /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?$/u;

/**
 * A mailbox of RFC 5321 as people have them, also in other scripts (RFC 6531): dot-separated local part of 64
 * characters at most, domain of two labels or more whose last is no number. No quoted local parts, no literals.
 */
export function isEmail(text: string): boolean {
  if (text.length > 254) return false;
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const labels = text.slice(at + 1).split('.');
  if (at < 1 || local.length > 64 || labels.length < 2) return false;
  return (
    MAILBOX.test(local) && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '')
  );
}

const knownZones = new Set<string>();
const MOST_KNOWN_ZONES = 1000;

/** IANA time zone by name, also an older one such as Asia/Calcutta; no bare offset. */
export function isTimeZone(text: string): boolean {
  if (knownZones.has(text)) return true;
  if (text.length > 64 || !/^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/.test(text)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
  } catch {
    return false;
  }
  // Names are known in any case, so their spellings are many; the set must not grow by them without end.
  if (knownZones.size < MOST_KNOWN_ZONES) knownZones.add(text);
  return true;
}

/** Day of the calendar: YYYY-MM-DD. */
export function isDate(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  return year !== undefined && isDay(Number(year), Number(month), Number(day));
}

/** Wall time without zone, to the minute: YYYY-MM-DDTHH:MM, of the years 1900 to 2200. */
export function isLocalTime(text: string): boolean {
  const [, date, clock] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)$/.exec(text) ?? [];
  return date !== undefined && clock !== undefined && isDate(date) && isNear(date) && isClock(`${clock}:00`);
}

/** RFC 3339 time with its zone, of the years 1900 to 2200. */
export function isTime(text: string): boolean {
  const [, date, clock, zone] =
    /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  if (date === undefined || clock === undefined || zone === undefined) return false;
  return isDate(date) && isNear(date) && isClock(clock) && (zone === 'Z' || isClock(`${zone.slice(1)}:00`));
}

/** ISO 3166-1 alpha-2 code, upper case. */
export function isCountry(text: string): boolean {
  return countries.has(text);
}

/** http or https address with a host; without credentials, which would only end up in somebody's log. */
export function isUrl(text: string): boolean {
  if (
    !/^https?:\/\/[^/?#\\]/i.test(text) ||
    /[\s\p{Cc}\p{Cs}"<>\\^`{|}\u202a-\u202e\u2066-\u2069]/u.test(text)
  )
    return false;
  const url = URL.parse(text);
  return url !== null && url.hostname !== '' && url.username === '' && url.password === '';
}

const EXTENSION =
  /[\s,;(（，]*(?:ext=|ext\.?|extension|доб(?:авочный|\.)?|вн(?:утр)?\.?|转|轉|分机|分機|#|x|,)\s*\d{1,8}\s*[)）]?$/iu;

/**
 * Phone number as a person would write it: at least three digits among spaces and + ( ) - . / and an extension at
 * the end. Whether such a number can be called is for the service that owns it.
 */
export function isPhone(text: string): boolean {
  const number = text.replace(EXTENSION, '');
  return /^[\d +()\-./\u00a0\u2010-\u2013\u202f]+$/.test(number) && (number.match(/\d/g)?.length ?? 0) >= 3;
}

/** An exact decimal number in its one form, such as 1234.50: at most 15 digits before the point and 6 behind it. */
export function isDecimal(text: string): boolean {
  return /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?$/.test(text);
}

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** ISO 4217 currency code, upper case. */
export function isCurrency(text: string): boolean {
  return currencies.has(text);
}

/** Nothing but the ten digits of ASCII. */
export function isDigits(text: string): boolean {
  return /^[0-9]+$/.test(text);
}

/** A JSON object as text; what it may say is for the list that it filters. */
export function isFilter(text: string): boolean {
  if (!text.isWellFormed()) return false;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** An integer of 64 bits with its sign, as text. */
export function isInt64(text: string): boolean {
  return /^-?\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}

/** Base64 with padding (RFC 4648, section 4). */
export function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}

/** Every form by its name in schemas. */
export const formats: Readonly<Record<string, (text: string) => boolean>> = {
  uuid: isUuid,
  email: isEmail,
  language: isLanguage,
  'time-zone': isTimeZone,
  date: isDate,
  'local-time': isLocalTime,
  'date-time': isTime,
  country: isCountry,
  uri: isUrl,
  filter: isFilter,
  phone: isPhone,
  decimal: isDecimal,
  currency: isCurrency,
  digits: isDigits,
  int64: isInt64,
  byte: isBase64,
};

function isNear(date: string): boolean {
  return date >= '1900' && date < '2201';
}

function isDay(year: number, month: number, day: number): boolean {
  const time = new Date(0);
  time.setUTCFullYear(year, month - 1, day);
  return time.getUTCMonth() === month - 1 && time.getUTCDate() === day;
}

function isClock(text: string): boolean {
  return /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(text);
}
