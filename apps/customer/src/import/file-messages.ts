import type { Messages } from '@kontor/errors/messages';

/** Why a whole file was not imported. */
export const fileMessages: Messages = {
  'import-file-empty': {
    'zh-CN': '文件是空的。',
    ru: 'Файл пуст.',
    en: 'The file is empty.',
  },
  'import-file-unreadable': {
    'zh-CN': '无法读取该文件，它可能已损坏或已加密。',
    ru: 'Файл не удалось прочитать: возможно, он повреждён или зашифрован.',
    en: 'The file cannot be read; it may be damaged or encrypted.',
  },
  'import-old-spreadsheet': {
    'zh-CN': '不支持旧版 Excel（.xls）文件，请另存为 .xlsx 或 .csv。',
    ru: 'Старый формат Excel (.xls) не поддерживается. Сохраните файл как .xlsx или .csv.',
    en: 'The old Excel format (.xls) is not supported; save the file as .xlsx or .csv.',
  },
  'import-workbook-too-large': {
    'zh-CN': '工作簿解压后太大，请拆分或另存为 .csv。',
    ru: 'Книга в распакованном виде слишком велика. Разделите её или сохраните как .csv.',
    en: 'The workbook is too large when unpacked; split it or save it as .csv.',
  },
  'import-too-many-rows': {
    'zh-CN': '行数太多，一个文件最多 {max} 行。',
    ru: 'Слишком много строк: в файле их может быть не больше {max}.',
    en: 'Too many rows; a file may have {max} at most.',
  },
  'import-row-too-long': {
    'zh-CN': '从第 {line} 行开始的内容过长，可能缺少右引号。',
    ru: 'Строка {line} слишком длинная. Возможно, не закрыта кавычка.',
    en: 'The row that begins in line {line} is too long; a closing quote may be missing.',
  },
  'import-quote-open': {
    'zh-CN': '从第 {line} 行开始的引号没有闭合。',
    ru: 'Кавычка, открытая в строке {line}, не закрыта.',
    en: 'A quote that is opened in line {line} is never closed.',
  },
  'import-encoding-unknown': {
    'zh-CN': '无法识别文件编码，请用参数 encoding 指定。',
    ru: 'Не удалось определить кодировку файла. Укажите её в параметре encoding.',
    en: 'The encoding of the file was not recognised; give it as the parameter encoding.',
  },
  'import-column-missing': {
    'zh-CN': '文件中没有“{column}”列，现有的列：{found}。',
    ru: 'В файле нет столбца «{column}». Есть столбцы: {found}.',
    en: 'The file has no column “{column}”. It has: {found}.',
  },
  'import-column-ambiguous': {
    'zh-CN': '文件中有多个“{column}”列。',
    ru: 'Столбец «{column}» встречается в файле несколько раз.',
    en: 'The file has more than one column “{column}”.',
  },
  'import-starter-left': {
    'zh-CN': '发起人已离职或不再有导入权限。',
    ru: 'Сотрудник, начавший импорт, уволен или больше не имеет на него права.',
    en: 'The person who started the import has left or may no longer import.',
  },
  'import-gave-up': {
    'zh-CN': '连续 {attempts} 次尝试均未成功，导入已终止。',
    ru: 'Импорт прекращён после {attempts} {attempts|one:неудачной попытки|other:неудачных попыток}.',
    en: 'The import was given up after {attempts} attempts without success.',
  },
};
