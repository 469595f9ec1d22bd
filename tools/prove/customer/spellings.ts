const wide = (text: string): string =>
  text.replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));

const cyrillic: Readonly<Record<string, string>> = {
  A: 'А',
  B: 'В',
  C: 'С',
  E: 'Е',
  H: 'Н',
  K: 'К',
  M: 'М',
  O: 'О',
  P: 'Р',
  T: 'Т',
  X: 'Х',
};

const inCyrillic = (text: string): string => text.replace(/[A-Z]/g, (letter) => cyrillic[letter] ?? letter);

/** Ways in which people write one and the same key. */
export function spellings(kind: 'tax' | 'name' | 'phone' | 'email', plain: string): string[] {
  if (kind === 'tax')
    return [
      plain,
      wide(plain),
      `${plain.slice(0, 4)} ${plain.slice(4)}`,
      `${plain.slice(0, 2)}-${plain.slice(2)}`,
    ];
  if (kind === 'phone') {
    const parts = [plain.slice(0, 3), plain.slice(3, 6), plain.slice(6, 8), plain.slice(8)] as const;
    return [`+7${plain}`, `+7 ${parts.join(' ')}`, `+7 (${parts[0]}) ${parts.slice(1).join('-')}`];
  }
  if (kind === 'email') return [plain, plain.toUpperCase(), plain.replace('alike', 'Alike')];
  return [
    plain,
    plain.toLowerCase(),
    wide(plain),
    inCyrillic(plain),
    `ООО «${inCyrillic(plain)}»`,
    `${plain} Co., Ltd.`,
    `${plain}有限公司`,
    `"${inCyrillic(plain.slice(0, 3))}${plain.slice(3)}", АО`,
  ];
}

/** A Russian taxpayer number of a company, of its first nine digits. */
export function innOf(nine: string): string {
  const weights = [2, 4, 10, 3, 5, 9, 4, 6, 8];
  const sum = weights.reduce((total, weight, place) => total + weight * Number(nine[place]), 0);
  return `${nine}${(sum % 11) % 10}`;
}
