import type { Address, Phone } from '@kontor/contracts/gen/kontor/customer/v1/customer';

/** What stands between the items of a cell that holds several; the import splits there. */
const between = '; ';

/** Phones as people wrote them. */
export function phonesText(phones: readonly Pick<Phone, 'raw'>[] | undefined): string {
  return listText((phones ?? []).map(({ raw }) => raw));
}

/** Phones in E.164, such as +861012345678. */
export function phoneNumbersText(phones: readonly Pick<Phone, 'number'>[] | undefined): string {
  return listText((phones ?? []).map(({ number }) => number));
}

/** Several texts in one cell; empty ones are left out. */
export function listText(items: readonly string[] | undefined): string {
  return (items ?? []).filter((item) => item !== undefined && item !== '').join(between);
}

/** Whole addresses, one a line. */
export function addressesText(addresses: readonly Address[] | undefined): string {
  const lines = (addresses ?? []).map(({ street, postalCode, city, region, country }) =>
    [street?.replace(/\s*[\r\n]+\s*/g, ', '), postalCode, city, region, country].filter(Boolean).join(', '),
  );
  return lines.filter((line) => line !== '').join('\n');
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** A time by the clock of a zone, such as 2026-11-21 09:00:00; empty where there is none. */
export function timeText(time: string | undefined, timeZone: string): string {
  if (!time) return '';
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    clocks.set(timeZone, clock);
  }
  return clock.format(new Date(time));
}
