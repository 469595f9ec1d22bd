import { chineseForms, leadingForms, trailingForms } from './legal-forms.js';
import { foldLetters } from './look-alikes.js';
import { simplified } from './simplified.js';

/**
 * What is left of a company's name when everything is taken off that two people write differently: width, case,
 * accents, look-alike letters, traditional characters, quotes, punctuation, spaces, and legal forms before and behind (ООО
 * «Ромашка» and РОМАШКА, ooo are one, and so are 台灣機械 and 台湾机械). A name that is nothing but legal forms stays. Empty where the name has neither letter nor digit.
 */
export function companyNameKey(name: string): string {
  const all = wordsOf(name);
  const own = withoutForms(all);
  const key = (own.length > 0 ? own : all).join('');
  return withoutChineseForms(key);
}

/** The same of a person's name: the words sorted, since family and given name change places. */
export function personNameKey(name: string): string {
  return wordsOf(name).sort().join(' ');
}

function wordsOf(name: string): string[] {
  // Dots and apostrophes within a word belong to it: G.m.b.H., L.L.C., O’Neill.
  const joined = simplified(foldLetters(name)).replace(/(?<=[\p{L}\p{N}])[.'’`](?=[\p{L}\p{N}])/gu, '');
  return joined.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

function withoutForms(words: readonly string[]): string[] {
  let from = 0;
  let to = words.length;
  while (from < to && leadingForms.has(words[from] ?? '')) from++;
  while (to > from && trailingForms.has(words[to - 1] ?? '')) to--;
  return words.slice(from, to);
}

function withoutChineseForms(key: string): string {
  const form = chineseForms.find((one) => key.length > one.length && key.endsWith(one));
  return form ? withoutChineseForms(key.slice(0, -form.length)) : key;
}
