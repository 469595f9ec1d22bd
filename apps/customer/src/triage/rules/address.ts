import { phoneNumber } from '../../customer/rules/phone.js';

/** An address as it is looked up among the keys by which records are recognised. */
export interface Address {
  kind: 'phone' | 'email';
  value: string;
}

/** How exchanges and gateways write that a number is not shown. */
const withheldWords = new Set([
  '',
  'anonymous',
  'withheld',
  'private',
  'restricted',
  'unavailable',
  'unknown',
  'hidden',
  'blocked',
  'asserted',
]);

/** What stands between angle brackets behind a name, as mail and SIP write it: `Name <a@b>`, `"Name" <sip:+86…@c>`. */
function withoutName(text: string): string {
  return (/<([^<>]+)>[^<>]*$/.exec(text)?.[1] ?? text).trim();
}

/** Whether the other side does not show its number or address. `sip:anonymous@…` counts, too. */
export function isWithheld(text: string): boolean {
  const bare = withoutName(text)
    .toLowerCase()
    .replace(/^sips?:/, '');
  return withheldWords.has(bare) || /^anonymous@/.test(bare);
}

/**
 * The address of a message or call as it is looked up: E.164 for a number (one without a country code is read as of
 * `country`), lower case for an e-mail address, in the form `Name <a@b>` too. Undefined where it is neither.
 */
export function addressOf(text: string, country: string): Address | undefined {
  if (isWithheld(text)) return undefined;
  const trimmed = withoutName(text);
  // What a SIP address names before the @ is the number.
  const sip = /^sips?:([^@;]+)/i.exec(trimmed)?.[1];
  if (sip === undefined && trimmed.includes('@')) {
    const bare = trimmed.toLowerCase();
    return /^[^\s@]+@[^\s@]+$/.test(bare) ? { kind: 'email', value: bare } : undefined;
  }
  const number = phoneNumber(sip ?? trimmed, country);
  return number === undefined ? undefined : { kind: 'phone', value: number };
}

/** The address of a number that was brought into E.164 when it came; undefined for what could not be. */
export function knownNumber(number: string): Address | undefined {
  return number.startsWith('+') ? { kind: 'phone', value: number } : undefined;
}
