import { accessMessages } from './access-messages.js';
import type { MessageParams } from './app-error.js';
import { fieldMessages } from './field-messages.js';
import { fill } from './fill.js';
import type { Language } from './languages.js';
import { requestMessages } from './request-messages.js';
import { rightsMessages } from './rights-messages.js';

/**
 * Sentences by reason and language. `{name}` stands for the parameter of that name; `{name:kind}` for a word of an
 * enumeration, as the entry `<kind>-<word>` says it to people; `{name:bytes}` and `{name:seconds}` for a quantity;
 * `{name|one:…|few:…|other:…}` for the form of a word that agrees with that number (CLDR's plural categories; `other`
 * where one is left out). A service keeps its own in its `messages.ts`.
 */
export type Messages = Record<string, Record<Language, string>>;

/** The sentences of reasons that every service gives: broken rules of fields, and refusals of whole requests. */
export const commonMessages: Messages = {
  ...fieldMessages,
  ...requestMessages,
  ...accessMessages,
  ...rightsMessages,
};

/**
 * The sentence of a reason, or undefined where no table has it. The given tables come before the common one, so
 * that a service can say a common thing in its own words. A reason of the form `<object>-not-found` without a
 * sentence of its own gets the general one.
 */
export function findMessage(
  reason: string,
  params: MessageParams,
  language: Language,
  ...tables: Messages[]
): string | undefined {
  const template = templateOf(reason, language, tables);
  if (template === undefined) return undefined;
  return fill(template, params, language, (word) => templateOf(word, language, tables));
}

/**
 * The sentence of a reason for people. Never throws: without any sentence it answers the general one for a
 * request that was refused, since a machine word tells a reader nothing.
 */
export function render(
  reason: string,
  params: MessageParams,
  language: Language,
  ...tables: Messages[]
): string {
  return (
    findMessage(reason, params, language, ...tables) ??
    findMessage('invalid-request', params, language) ??
    reason
  );
}

function templateOf(reason: string, language: Language, tables: readonly Messages[]): string | undefined {
  for (const table of [...tables, commonMessages]) {
    if (Object.hasOwn(table, reason)) return table[reason]?.[language];
  }
  return reason.endsWith('-not-found') ? commonMessages['record-not-found']?.[language] : undefined;
}
