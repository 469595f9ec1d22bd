import { z } from 'zod';
import { readEnvironment } from '@kontor/service/config';
import { signingKey } from './rules/signature.js';

const settings = z.object({
  secret: z
    .string()
    .refine((text) => words(text, /\s+/).every((one) => one.length >= 16), 'must have at least 16 characters')
    .refine((text) => words(text, /\s+/).every(isKey), 'must be base64 behind whsec_')
    .optional(),
  ownNumbers: z.string().default(''),
});

/** What telephony is told by its environment. */
export interface TelephonySettings {
  /** Keys that events may be signed with: during a change of key the old and the new one. None: no events are taken. */
  secrets: readonly string[];
  /** Our own numbers, as people write them: no customer has them. */
  ownNumbers: readonly string[];
}

/** Injection token of the telephony settings. */
export const TELEPHONY = Symbol('telephony');

/** Reads TELEPHONY_SECRET (several by spaces) and TELEPHONY_OWN_NUMBERS (several by commas). */
export function telephonySettings(env: NodeJS.ProcessEnv = process.env): TelephonySettings {
  const variables = { secret: 'TELEPHONY_SECRET', ownNumbers: 'TELEPHONY_OWN_NUMBERS' } as const;
  const { secret = '', ownNumbers } = readEnvironment(settings, variables, env);
  return { secrets: words(secret, /\s+/), ownNumbers: words(ownNumbers, ',') };
}

function words(text: string, separator: string | RegExp): string[] {
  return text
    .split(separator)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function isKey(secret: string): boolean {
  try {
    signingKey(secret);
    return true;
  } catch {
    return false;
  }
}
