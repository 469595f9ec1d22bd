import characters from 'opencc-js/dict/TSCharacters';

/** Traditional character → the simplified one, of OpenCC, where one of them may stand for several: 後 and 后 are 后. */
export const simplifiedOf: ReadonlyMap<string, string> = (() => {
  const direct = new Map(characters.split('|').map((pair) => pair.split(' ', 2) as [string, string]));
  // What a character is turned into must not be turned into yet another one.
  const last = (sign: string): string => {
    const next = direct.get(sign);
    return next === undefined || next === sign ? sign : last(next);
  };
  return new Map([...direct.keys()].map((sign) => [sign, last(sign)]));
})();

const chinese = /\p{Script=Han}/u;

/**
 * Chinese with every traditional character simplified, sign by sign: for comparing only, never for showing, for some words
 * are spelled otherwise. Twice is once. Text without Chinese costs one look.
 */
export function simplified(text: string): string {
  if (!chinese.test(text)) return text;
  let folded = '';
  for (const sign of text) folded += simplifiedOf.get(sign) ?? sign;
  return folded;
}
