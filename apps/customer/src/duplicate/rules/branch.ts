import { branchWords, chineseBranches, chineseForms, leadingForms, trailingForms } from './legal-forms.js';
import { foldLetters } from './look-alikes.js';

/** A branch, as its name tells in words. */
export interface Branch {
  /** The word that says so. */
  word: string;
  /** All other words but legal forms. */
  rest: string[];
  /** The words of the company that it is of, with its legal form; empty where the name does not tell which these are. */
  mother: string[];
}

/** What begins the place of a branch: в Казани, г. Казань. */
const placeWords: ReadonlySet<string> = new Set(['в', 'во', 'г'].map(foldLetters));

/** Reads words, in folded letters, of «Филиал ООО Ромашка в Казани» or «Acme Ltd., Shanghai Branch»; undefined of others. */
export function branchOf(words: readonly string[]): Branch | undefined {
  const at = words.findIndex((word) => branchWords.has(word));
  const word = words[at];
  if (word === undefined || words.length === 1) return undefined;
  const [before, after] = [words.slice(0, at), words.slice(at + 1)];
  const rest = [...before, ...after].filter((one) => !isForm(one));
  const named = [before, after].find((side) => side.some(isForm)) ?? [];
  return { word, rest, mother: motherIn(named) };
}

/** The company within words that have a legal form: behind a form before it, or in front of one behind. */
function motherIn(words: readonly string[]): string[] {
  const place = words.findIndex((word) => placeWords.has(word));
  const named = place > 0 ? words.slice(0, place) : [...words];
  const leading = named.findIndex((word) => leadingForms.has(word));
  if (leading >= 0 && leading < named.length - 1) return named.slice(leading);
  const trailing = named.findLastIndex((word) => trailingForms.has(word));
  return trailing > 0 ? named.slice(0, trailing + 1) : [];
}

function isForm(word: string): boolean {
  return word.length > 1 && (leadingForms.has(word) || trailingForms.has(word));
}

/** A branch, as its Chinese name tells: behind the company, where that has a legal form, stands the place. */
export interface ChineseBranch {
  /** With its legal form; empty where the name does not tell where it ends. */
  mother: string;
  /** The rest of the name. */
  place: string;
}

/** Reads a name in simplified characters without spaces, such as 北京灯塔科技有限公司上海分公司; undefined of others. */
export function chineseBranchOf(name: string): ChineseBranch | undefined {
  const suffix = chineseBranches.find((one) => name.endsWith(one));
  if (!suffix) return undefined;
  const front = name.slice(0, -suffix.length);
  const ends = chineseForms.map((form) => {
    const at = front.lastIndexOf(form);
    return at > 0 ? at + form.length : 0;
  });
  const end = Math.max(0, ...ends);
  return { mother: front.slice(0, end), place: name.slice(end) };
}
