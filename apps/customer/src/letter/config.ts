import { z } from 'zod';
import { readEnvironment } from '@kontor/service/config';

const settings = z.object({ unsubscribeUrl: z.url({ protocol: /^https?$/ }).optional() });

/** What letters to people outside are told by their environment. */
export interface LetterSettings {
  /** Page on which somebody says that no more e-mail is wanted; the token stands behind its #. */
  unsubscribeUrl?: string | undefined;
}

/** Injection token of the letter settings. */
export const LETTERS = Symbol('letters');

/** Reads UNSUBSCRIBE_URL; without it, nobody who must be able to unsubscribe is written to. */
export function letterSettings(env: NodeJS.ProcessEnv = process.env): LetterSettings {
  return readEnvironment(settings, { unsubscribeUrl: 'UNSUBSCRIBE_URL' }, env);
}
