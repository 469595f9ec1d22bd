import { branchOf, chineseBranchOf } from './branch.js';
import { chineseForms, joiningWords, leadingForms, trailingForms, trailingPhrases } from './legal-forms.js';
import { foldLetters } from './look-alikes.js';
import { simplified } from './simplified.js';

/**
 * What is left of a company's name when everything is taken off that two people write differently: width, case,
 * accents, umlauts, look-alike letters, traditional characters, quotes, punctuation, spaces, words for &, and legal forms
 * before and behind (ООО «Ромашка» and РОМАШКА, ooo are one, and so are 台灣機械 and 台湾机械, Müller and Mueller). A
 * branch is a company of its own and keeps what makes it one. A name that is nothing but legal forms stays. Empty where
 * the name has neither letter nor digit.
 */
export function companyNameKey(name: string): string {
  const words = wordsOf(name);
  const branch = branchOf(words);
  return withoutUmlauts(branch ? keyOf(branch.rest) + branch.word : keyOf(words));
}

/** The key of the company whose branch the name is of; empty where it is of none, or the name does not tell. */
export function motherNameKey(name: string): string {
  const words = wordsOf(name);
  const { mother = [] } = branchOf(words) ?? {};
  const key = mother.length > 0 ? keyOf(mother) : (chineseBranchOf(words.join(''))?.mother ?? '');
  return withoutUmlauts(withoutChineseForms(key));
}

/** The same of a person's name: the words sorted, since family and given name change places; Chinese is one word. */
export function personNameKey(name: string): string {
  const words = wordsOf(name);
  if (words.every((word) => chinese.test(word))) return words.join('');
  return words.map(withoutUmlauts).sort().join(' ');
}

const chinese = /^\p{Script=Han}+$/u;

/** The name that was read last: a record is asked for its own key and for that of its mother. */
let last: { name: string; words: readonly string[] } = { name: '', words: [] };

function wordsOf(name: string): readonly string[] {
  if (last.name !== name) last = { name, words: readWords(name) };
  return last.words;
}

function readWords(name: string): string[] {
  // Dots and apostrophes within a word belong to it: G.m.b.H., L.L.C., O’Neill.
  const joined = simplified(foldLetters(name)).replace(/(?<=[\p{L}\p{N}])[.'’`](?=[\p{L}\p{N}])/gu, '');
  return joined.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

function keyOf(words: readonly string[]): string {
  const own = withoutForms(words);
  const named = own.length > 0 ? own : words;
  const said = named.filter((word) => !joiningWords.has(word));
  return withoutChineseForms((said.length > 0 ? said : named).join(''));
}

function withoutForms(words: readonly string[]): readonly string[] {
  let from = 0;
  let to = words.length;
  while (from < to && leadingForms.has(words[from] ?? '')) from++;
  for (let length = 1; length > 0; to -= length) length = formAtEnd(words.slice(from, to));
  return words.slice(from, to);
}

/** How many words at the end are a legal form; also one whose letters are written apart, such as S. R. L. */
function formAtEnd(words: readonly string[]): number {
  if (trailingForms.has(words.at(-1) ?? '')) return 1;
  const phrase = trailingPhrases.find((one) => one.join(' ') === words.slice(-one.length).join(' '));
  if (phrase) return phrase.length;
  const letters = words.length - words.findLastIndex((word) => word.length > 1) - 1;
  const lengths = Array.from({ length: Math.max(0, letters - 1) }, (_, index) => letters - index);
  return lengths.find((length) => trailingForms.has(words.slice(-length).join(''))) ?? 0;
}

function withoutChineseForms(key: string): string {
  const branch = chineseBranchOf(key);
  if (branch) return branch.mother ? withoutChineseForms(branch.mother) + branch.place : key;
  const form = chineseForms.find((one) => key.length > one.length && key.endsWith(one));
  return form ? withoutChineseForms(key.slice(0, -form.length)) : key;
}

/** Of ä, ae and a the last: which of them somebody types depends on the keyboard. */
function withoutUmlauts(key: string): string {
  return key.replace(/(?<=[aou])e+/g, '');
}
