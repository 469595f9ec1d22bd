import { parsePhoneNumberFromString, type CountryCode, type PhoneNumber } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/metadata.max';
import { AppError, type FieldViolation } from '@kontor/errors/app-error';
import type { Address, Phone } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { areaCodeOf } from './area-codes.js';

/**
 * Phones with their E.164 number and extension beside the raw text, and what is wrong with those that are none. A number
 * without a country code is read as one of the country of `addresses`, and where it is none there or nobody knows that, as
 * one of `country` (the company's; ISO 3166-1 alpha-2); one without an area code as one of the city of `addresses`; where
 * nobody knows that, it stays as it was written and has no number.
 */
export function withNumbers(
  phones: readonly Phone[],
  country: string,
  addresses: readonly Address[] = [],
): { phones: Phone[]; violations: FieldViolation[] } {
  const violations: FieldViolation[] = [];
  const home = addresses.find((one) => one.country)?.country ?? country;
  const countries = home === country ? [country] : [home, country];
  const areaCode = areaCodeOf(addresses, home);
  const known = phones.map(({ raw, kind, extension: told }, index) => {
    const { number, extension = told } = numberOf(raw, countries, areaCode);
    if (!number && !isLocal(raw)) violations.push({ field: `phones[${index}].raw`, reason: 'not-a-phone' });
    return { raw, number: number ?? '', kind, ...(extension && { extension }) };
  });
  return { phones: known, violations };
}

/** The same for a record that is refused as a whole: throws `invalid`, naming each phone that is none. */
export function knownPhones(
  phones: readonly Phone[],
  country: string,
  addresses: readonly Address[] = [],
): Phone[] {
  const known = withNumbers(phones, country, addresses);
  if (known.violations.length > 0)
    throw new AppError('invalid', 'invalid-request', { fields: known.violations });
  return known.phones;
}

/** E.164 of a number as a person writes it, or undefined where it cannot be one, or nobody knows in which city it is. */
export function phoneNumber(raw: string, country: string): string | undefined {
  return numberOf(raw, [country], undefined).number;
}

/** Whether somebody can be reached by what was written: a number, or one within some city. */
export function isPhone(raw: string, country: string): boolean {
  return phoneNumber(raw, country) !== undefined || isLocal(raw);
}

/** What a text is as a number of the first of the countries in which it is one; `areaCode` is that of a city of the first. */
function numberOf(
  raw: string,
  countries: readonly string[],
  areaCode: string | undefined,
): { number?: string; extension?: string | undefined } {
  const found = countries.flatMap((country) => wholeNumber(readable(raw, country), country) ?? []);
  const parsed = found.find((one) => one.isValid()) ?? found[0];
  if (parsed) return { number: parsed.number, extension: parsed.ext };
  const [home = ''] = countries;
  if (!areaCode || !isLocal(raw)) return {};
  const within = parse(areaCode + readable(raw, home), home);
  return within?.isValid() ? { number: within.number, extension: within.ext } : {};
}

/** The eight that Russians dial before a number of another city, set apart from it. */
const russianEight = /^8[\s(-]+\d{3}[\s)-]/;

/** A number that can be called from everywhere. One that begins with the Russian eight and is none here is one of Russia. */
function wholeNumber(text: string, country: string): PhoneNumber | undefined {
  const parsed = parse(text, country);
  const whole = parsed && isWhole(parsed, text) ? parsed : undefined;
  if (text.startsWith('8') && country !== 'RU' && (russianEight.test(text) || !whole?.isValid())) {
    const russian = parse(text, 'RU');
    if (russian?.country === 'RU' && russian.nationalNumber.length === 10 && russian.isValid())
      return russian;
  }
  return whole;
}

const extensionWords = /[,;]?\s*(?:转|轉|分机|分機|вн(?:утр)?\.?|доб(?:авочный|\.)?)(?=\s*\d)/iu;
/** A number of China with its area code and, as is usual there, the extension behind another hyphen. */
const hyphenated = /^((?:\+?86[- ]?)?0?\d{2,3}-\d{3,4}-?\d{4})-(\d{1,6})$/;

/** A number in the words that the parser knows for an extension. */
function readable(raw: string, country: string): string {
  const text = raw.normalize('NFKC').trim().replace(extensionWords, ' ext. ');
  return country === 'CN' || text.startsWith('+86') ? text.replace(hyphenated, '$1 ext. $2') : text;
}

function parse(text: string, country: string): PhoneNumber | undefined {
  return parsePhoneNumberFromString(text, country as CountryCode, metadata);
}

/**
 * Whether a number can be called from everywhere. With a country code its length is enough, since plans of numbers change;
 * a short one without needs to be a number of the country as it is, lest 6234 5678 becomes one of a country at large.
 */
function isWhole(parsed: PhoneNumber, text: string): boolean {
  if (!parsed.isPossible()) return false;
  return isInternational(text) || parsed.nationalNumber.length > mostLocalDigits || parsed.isValid();
}

const mostLocalDigits = 8;

function isInternational(text: string): boolean {
  return /^\(?\s*(\+|00)/.test(text);
}

/** Whether a number is one within a city: five to eight digits, and an extension perhaps. */
function isLocal(raw: string): boolean {
  const text = raw.normalize('NFKC').trim().replace(extensionWords, ' ext. ');
  const [number = ''] = text.split(/[,;(]?\s*(?:ext\.?|#|x)/i);
  return (
    /^[\d\s().-]+$/.test(number) && !isInternational(text) && /^\d{5,8}$/.test(number.replace(/\D/g, ''))
  );
}
