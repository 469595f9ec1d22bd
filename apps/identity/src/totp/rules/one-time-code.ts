import { Secret, TOTP } from 'otpauth';

/** What authenticator apps understand everywhere: six digits of HMAC-SHA-1, new every 30 seconds. */
const form = { issuer: 'Kontor', algorithm: 'SHA1', digits: 6, period: 30 } as const;

/** Clocks of phones differ: the code before and the one after are good too. */
const window = 1;

/** A new secret of 160 bits, in Base32. */
export function newSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** The otpauth:// address with which an app takes the secret over. */
export function secretUri(secret: string, email: string): string {
  return new TOTP({ ...form, label: email, secret }).toString();
}

/**
 * The step (number of the 30 seconds) that a code belongs to, at the moment `now` in epoch milliseconds; undefined
 * for a wrong code. Who used a step up does not sign in with it, or an older one, again.
 */
export function stepOfCode(secret: string, code: string, now: number): number | undefined {
  const totp = new TOTP({ ...form, secret });
  const delta = totp.validate({ token: code, timestamp: now, window });
  return delta === null ? undefined : totp.counter({ timestamp: now }) + delta;
}

/** Whether a text is meant as a code of an app: six digits, however they are grouped. */
export function appCode(text: string): string | undefined {
  const digits = text.replace(/[\s-]/g, '');
  return /^\d{6}$/.test(digits) ? digits : undefined;
}
