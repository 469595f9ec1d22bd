import type { Messages } from '@kontor/errors/messages';
import { fileMessages } from './file-messages.js';

/** What the import says to callers: about uploads, and about rows that are refused. */
export const importMessages: Messages = {
  ...fileMessages,
  'import-not-found': {
    'zh-CN': '找不到该导入任务，或您无权查看。',
    ru: 'Импорт не найден, или у вас нет к нему доступа.',
    en: 'There is no such import, or you may not see it.',
  },
  'import-field-unknown': {
    'zh-CN': '没有这个可导入的字段，可选：{fields}。',
    ru: 'Такого поля для импорта нет. Возможные поля: {fields}.',
    en: 'Nothing can be imported into this field. Choose one of: {fields}.',
  },
  'import-field-twice': {
    'zh-CN': '字段 {field} 只能对应一列。',
    ru: 'Поле {field} можно заполнить только из одного столбца.',
    en: 'Only one column can fill {field}.',
  },
  'import-column-not-writable': {
    'zh-CN': '您无权填写列“{column}”对应的字段。',
    ru: 'Вам нельзя заполнять поле, в которое попадает столбец «{column}».',
    en: 'You may not write the field that the column “{column}” fills.',
  },
  'import-name-unmapped': {
    'zh-CN': '请指定客户名称（name）所在的列。',
    ru: 'Укажите столбец с названием клиента (name).',
    en: 'Say which column holds the name of the customer (name).',
  },
  'import-delimiter-unusable': {
    'zh-CN': '该字符不能用作分隔符。',
    ru: 'Этот символ не может быть разделителем.',
    en: 'This character cannot separate columns.',
  },
  'import-chunk-too-large': {
    'zh-CN': '每个分块最大 1 MiB。',
    ru: 'Размер одной части файла не больше 1 МиБ.',
    en: 'One piece of a file has at most 1 MiB.',
  },
  'import-file-too-large': {
    'zh-CN': '文件太大，最大 1 GiB。',
    ru: 'Файл слишком большой. Наибольший размер: 1 ГиБ.',
    en: 'The file is too large; the greatest size is 1 GiB.',
  },
  'import-chunk-differs': {
    'zh-CN': '该位置已上传过不同的内容。',
    ru: 'На этом месте уже загружена другая часть файла.',
    en: 'Other bytes were uploaded in this place before.',
  },
  'import-not-uploading': {
    'zh-CN': '该导入任务已不再接收文件。',
    ru: 'Этот импорт больше не принимает файл.',
    en: 'This import takes in no file any more.',
  },
  'import-incomplete': {
    'zh-CN': '文件不完整：应有 {expected} 个分块，已收到 {found} 个。',
    ru: 'Файл загружен не полностью. Ожидается частей: {expected}, получено: {found}.',
    en: 'The file is not complete: {found} of {expected} pieces are there.',
  },
  'import-ended': {
    'zh-CN': '该导入任务已经结束。',
    ru: 'Этот импорт уже завершён.',
    en: 'This import has ended already.',
  },
  'row-column-count': {
    'zh-CN': '列数不符：表头有 {expected} 列，本行有 {found} 列。',
    ru: 'Неверное число столбцов. В заголовке: {expected}, в строке: {found}.',
    en: 'Wrong number of columns: the header has {expected}, the row has {found}.',
  },
  'row-unreadable': {
    'zh-CN': '内容中有无法按文件编码识别的字符。',
    ru: 'В тексте есть символы, которые нельзя прочитать в кодировке файла.',
    en: 'The text has characters that cannot be read in the encoding of the file.',
  },
  'import-owner-unknown': {
    'zh-CN': '没有这位员工，或您不能把客户分配给他。',
    ru: 'Такого сотрудника нет, или вы не можете передать ему клиента.',
    en: 'There is no such person, or you may not give customers to them.',
  },
};
