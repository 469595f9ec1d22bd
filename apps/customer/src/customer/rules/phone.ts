import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/metadata.min';
import type { FieldViolation } from '@kontor/errors/app-error';
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

/** E.164 of a number as a person writes it, or undefined where it cannot be one. */
export function phoneNumber(raw: string, country: string): string | undefined {
  const parsed = parsePhoneNumberFromString(raw.normalize('NFKC'), country as CountryCode, metadata);
  return parsed?.isPossible() ? parsed.number : undefined;
}
