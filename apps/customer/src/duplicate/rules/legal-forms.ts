import { foldLetters } from './look-alikes.js';

/** Russian forms, short and in full: they stand before a name, seldom behind it. */
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
  ...['непубличное', 'индивидуальный', 'предприниматель'],
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
  ...['GmbH', 'mbH', 'AG', 'KG', 'OHG', 'GbR', 'UG', 'SE', 'eK', 'eV', 'KGaA'],
];

/** Words that are no part of a name when they begin it, in letters folded by foldLetters. */
export const leadingForms: ReadonlySet<string> = new Set(before.map(foldLetters));

/** Words that are no part of a name when they end it. The preposition с is not among them: a name may end so. */
export const trailingForms: ReadonlySet<string> = new Set(
  [...before.filter((word) => word !== 'с'), ...behind].map(foldLetters),
);

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
