import { foldLetters } from './look-alikes.js';

/** Forms of Russia and its neighbours, short and in full: they stand before a name, seldom behind it. */
const before = [
  ...['ООО', 'ОАО', 'ПАО', 'АО', 'ЗАО', 'НАО', 'ИП', 'ТОО', 'ОДО', 'ФГУП', 'ГУП', 'МУП', 'АНО', 'НКО'],
  ...[
    'общество',
    'с',
    'ограниченной',
    'ответственностью',
    'акционерное',
    'публичное',
    'закрытое',
    'открытое',
  ],
  ...['непубличное', 'индивидуальный', 'предприниматель', 'товарищество'],
  // Ukraine, Kyrgyzstan, Belarus, Uzbekistan.
  ...['ТОВ', 'ПрАТ', 'ФОП', 'ПП', 'з', 'товариство', 'обмеженою', 'відповідальністю'],
  ...['ОсОО', 'ЧП', 'УП', 'ЧУП', 'ЧТУП', 'СООО', 'ИООО', 'МЧЖ', 'PAO', 'ZAO'],
];

/** English, German and other forms: they stand behind a name. */
const behind = [
  ...[
    'Ltd',
    'Limited',
    'LLC',
    'LLP',
    'LP',
    'Inc',
    'Incorporated',
    'Corp',
    'Corporation',
    'Co',
    'Company',
    'PLC',
  ],
  ...['PTE', 'PTY', 'FZE', 'FZCO', 'SA', 'SAS', 'SARL', 'SRL', 'SpA', 'BV', 'NV', 'and', 'und'],
  ...['Oy', 'Oyj', 'AB', 'ApS', 'AS', 'ASA', 'KK', 'Kft', 'Zrt', 'sro', 'doo', 'OOD', 'EOOD', 'UAB', 'SIA'],
  ...['SL', 'SLU', 'Lda', 'Ltda', 'SNC', 'EURL', 'SASU', 'Sdn', 'Bhd', 'JSC', 'CJSC', 'OJSC', 'PJSC'],
  ...['GmbH', 'mbH', 'AG', 'KG', 'OHG', 'GbR', 'UG', 'SE', 'eK', 'eV', 'KGaA'],
];

/** Words that are no part of a name when they begin it, in letters folded by foldLetters. */
export const leadingForms: ReadonlySet<string> = new Set(before.map(foldLetters));

/** Words that are no part of a name when they end it. Prepositions are not among them: a name may end so. */
export const trailingForms: ReadonlySet<string> = new Set(
  [...before.filter((word) => word !== 'с' && word !== 'з'), ...behind].map(foldLetters),
);

/** Forms of several words at the end of a name, of which a single one says nothing; the longest first. */
export const trailingPhrases: readonly (readonly string[])[] = [
  ['spolka', 'z', 'ograniczona', 'odpowiedzialnoscia'],
  ['sp', 'z', 'oo'],
  ['sp', 'zoo'],
  ['spol', 's', 'ro'],
  ['kabushiki', 'kaisha'],
];

/** Words between the parts of a name for which others write a sign: AT&T, Procter and Gamble, Ёлка и Маяк. */
export const joiningWords: ReadonlySet<string> = new Set(['and', 'und', 'et', 'и'].map(foldLetters));

/** Words that make a branch, or an office, of what stands beside them. */
export const branchWords: ReadonlySet<string> = new Set(
  ['филиал', 'представительство', 'філія', 'branch'].map(foldLetters),
);

/** The same in Chinese, at the end of a name in simplified characters. */
export const chineseBranches: readonly string[] = ['分公司', '办事处', '代表处', '联络处'];

/** Chinese legal forms at the end of a name in simplified characters, the longest first. */
export const chineseForms: readonly string[] = [
  '有限责任公司',
  '股份有限公司',
  '集团有限公司',
  '有限公司',
  '股份公司',
  '责任公司',
  '集团公司',
  '集团',
  '公司',
];
