import type { WebAnswers } from '@kontor/contracts/gen/kontor/customer/v1/web_lead';

/** From this score on a submission goes to the tray. */
export const spamFrom = 50;

/** Milliseconds that a person needs to fill in a form. */
const least = 3_000;

/**
 * How much a submission looks like spam, 0 to 100: a field filled in that people do not see tells a program for sure;
 * so does who is faster than anybody types; links, and markup, are what spam is for.
 */
export function spamScore(answers: Partial<WebAnswers>, milliseconds: number): number {
  const { name = '', company = '', message = '', homepage = '' } = answers;
  const text = `${name} ${company} ${message}`;
  const links = text.match(/https?:\/\/|www\./gi)?.length ?? 0;
  const inName = /https?:\/\/|www\./i.test(`${name} ${company}`);
  const score =
    (homepage !== '' ? 100 : 0) +
    (milliseconds < least ? 60 : 0) +
    (inName ? 50 : 0) +
    links * 15 +
    (/<a\s|\[url/i.test(text) ? 40 : 0);
  return Math.min(100, score);
}
