import type { FieldViolation } from '@kontor/errors/app-error';
import { commonPasswords } from './common-passwords.js';

/** Least length of a password in Unicode code points. */
export const shortestPassword = 10;

/** A password with fewer different characters is guessed like a common one: aaaaaaaaaa, 1212121212. */
const fewestCharacters = 4;

/**
 * What is wrong with a new password: too short, one that attackers try first, or the person's own address or name.
 * No rule about kinds of characters, and no expiry: both make people choose worse (NIST SP 800-63B, 3.1.1.2).
 */
export function passwordFaults(
  password: string,
  { email, name }: { email: string; name: string },
  field = 'password',
): FieldViolation[] {
  const plain = sameForm(password);
  if ([...plain].length < shortestPassword) {
    return [{ field, reason: 'too-short', params: { min: shortestPassword } }];
  }
  if (commonPasswords.has(plain) || new Set(plain).size < fewestCharacters) {
    return [{ field, reason: 'password-common' }];
  }
  return personalTexts(email, name).includes(squeezed(plain)) ? [{ field, reason: 'password-personal' }] : [];
}

/** One form for what looks the same, however the keyboard composed it; case does not make a password stronger. */
function sameForm(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, '');
}

function personalTexts(email: string, name: string): string[] {
  const address = sameForm(email);
  const [mailbox = ''] = address.split('@');
  return [address, mailbox, sameForm(name)].map(squeezed);
}
