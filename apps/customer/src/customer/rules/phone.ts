import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/metadata.min';
import { AppError, type FieldViolation } from '@kontor/errors/app-error';
import type { Phone } from '@kontor/contracts/gen/kontor/customer/v1/customer';

/**
 * Phones with their E.164 number beside the raw text, and what is wrong with those that are none. A number without
 * a country code is read as one of `country` (ISO 3166-1 alpha-2).
 */
export function withNumbers(
  phones: readonly Phone[],
  country: string,
): { phones: Phone[]; violations: FieldViolation[] } {
  const violations: FieldViolation[] = [];
  const known = phones.map(({ raw, kind }, index) => {
    const number = phoneNumber(raw, country);
    if (!number) violations.push({ field: `phones[${index}].raw`, reason: 'not-a-phone' });
    return { raw, number: number ?? '', kind };
  });
  return { phones: known, violations };
}

/** The same for a record that is refused as a whole: throws `invalid`, naming each phone that is none. */
export function knownPhones(phones: readonly Phone[], country: string): Phone[] {
  const known = withNumbers(phones, country);
  if (known.violations.length > 0)
    throw new AppError('invalid', 'invalid-request', { fields: known.violations });
  return known.phones;
}

/** E.164 of a number as a person writes it, or undefined where it cannot be one. */
export function phoneNumber(raw: string, country: string): string | undefined {
  const parsed = parsePhoneNumberFromString(raw.normalize('NFKC'), country as CountryCode, metadata);
  return parsed?.isPossible() ? parsed.number : undefined;
}
