import { parsePhoneNumberFromString, type CountryCode, type PhoneNumber } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/metadata.max';
import { AppError, type FieldViolation } from '@kontor/errors/app-error';
import type { Address, Phone } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { areaCodeOf } from './area-codes.js';

/**
 * Phones with their E.164 number and extension beside the raw text, and what is wrong with those that are none. A number
 * without a country code is read as one of `country` (ISO 3166-1 alpha-2), one without an area code as one of the city of
 * `addresses`; where nobody knows that, it stays as it was written and has no number.
 */
export function withNumbers(
  phones: readonly Phone[],
  country: string,
  addresses: readonly Address[] = [],
): { phones: Phone[]; violations: FieldViolation[] } {
  const violations: FieldViolation[] = [];
  const areaCode = areaCodeOf(addresses, country);
  const known = phones.map(({ raw, kind, extension: told }, index) => {
    const { number, extension = told } = numberOf(raw, country, areaCode);
    if (!number && !isLocal(raw)) violations.push({ field: `phones[${index}].raw`, reason: 'not-a-phone' });
    if (extension && !/^\d+$/.test(extension))
      violations.push({ field: `phones[${index}].extension`, reason: 'not-a-phone' });
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
  return numberOf(raw, country, undefined).number;
}

/** Whether somebody can be reached by what was written: a number, or one within some city. */
export function isPhone(raw: string, country: string): boolean {
  return phoneNumber(raw, country) !== undefined || isLocal(raw);
}

function numberOf(
  raw: string,
  country: string,
  areaCode: string | undefined,
): { number?: string; extension?: string | undefined } {
  const text = raw
    .normalize('NFKC')
    .trim()
    .replace(/转|分机/, ' ext. ');
  const parsed = parse(text, country);
  if (parsed && isWhole(parsed, text)) return { number: parsed.number, extension: parsed.ext };
  if (!areaCode || !isLocal(raw)) return {};
  const within = parse(areaCode + text, country);
  return within?.isValid() ? { number: within.number, extension: within.ext } : {};
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
  const text = raw.normalize('NFKC').trim();
  const [number = ''] = text.split(/(?:ext\.?|доб\.?|转|#|x)/i);
  return (
    /^[\d\s().-]+$/.test(number) && !isInternational(text) && /^\d{5,8}$/.test(number.replace(/\D/g, ''))
  );
}
