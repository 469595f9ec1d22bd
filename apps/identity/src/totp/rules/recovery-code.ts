/** Codes that are made at once. */
export const recoveryCodes = 10;

/** Bytes of chance in one code: 80 bits cannot be tried out, so a plain hash will do. */
export const recoveryBytes = 10;

/** Without letters that are taken for digits (Crockford's Base32). */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A code as people write it down, such as 7KQF-0M3X-9TDC-WE5R. */
export function recoveryCode(bytes: Uint8Array): string {
  let rest = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  for (let i = 0; i < 16; i += 1, rest /= 32n) text = letters.charAt(Number(rest % 32n)) + text;
  return text.replace(/(.{4})(?=.)/g, '$1-');
}

/** One form for what a person may type: case and hyphens do not count, and O, I and L are the digits they look like. */
export function plainRecoveryCode(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
}
