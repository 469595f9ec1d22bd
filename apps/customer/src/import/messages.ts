import { customFieldMessages } from '@kontor/custom-fields/messages';
import type { Messages } from '@kontor/errors/messages';
import { fileMessages } from './file-messages.js';

/** What the import says to callers: about uploads, and about rows that are refused. */
export const importMessages: Messages = {
  ...customFieldMessages,
  ...fileMessages,
  'row-duplicate': {
    'zh-CN': '该客户已存在，编号 {number}。',
    ru: 'Такой клиент уже есть: {number}.',
    en: 'This customer exists already: {number}.',
  },
  'row-duplicate-in-file': {
    'zh-CN': '与文件第 {line} 行是同一客户。',
    ru: 'Тот же клиент, что в строке {line} файла.',
    en: 'The same customer as in row {line} of the file.',
  },
  'row-possible-duplicate': {
    'zh-CN': '可能与客户 {number} 重复。确认不是同一客户时，可在导入时选择接受疑似重复。',
    ru: 'Похоже, такой клиент уже есть: {number}. Если это разные клиенты, разрешите импорту похожие записи.',
    en: 'This looks like customer {number}. If they are not the same, let the import accept similar customers.',
  },
  'row-possible-duplicate-in-file': {
    'zh-CN': '可能与文件第 {line} 行重复。确认不是同一客户时，可在导入时选择接受疑似重复。',
    ru: 'Похоже на строку {line} файла. Если это разные клиенты, разрешите импорту похожие записи.',
    en: 'This looks like row {line} of the file. If they are not the same, let the import accept similar customers.',
  },
  'row-contact-alike': {
    'zh-CN':
      '联系人“{name}”与该客户的另一位联系人可能是同一人。确认不是同一人时，可在导入时选择接受疑似重复。',
    ru: 'Контакт «{name}» похож на другой контакт этого клиента. Если это разные люди, разрешите импорту похожие записи.',
    en: 'Contact “{name}” looks like another contact of this customer. If they are not the same, let the import accept similar records.',
  },
  'row-contact-guarded': {
    'zh-CN':
      '目前不宜联系该客户（最近联系人：{person}，时间：{time}）。今天主动发起的联系请单独登记并说明原因。',
    ru: 'Сейчас этого клиента беспокоить не следует (последним обращался: {person}, {time}). Сегодняшнее обращение запишите отдельно, указав причину.',
    en: 'This customer should not be contacted now (last contacted by {person}, {time}). Log a contact of today by itself, with a reason.',
  },
  'import-customer-unknown': {
    'zh-CN': '没有这个客户，或您无权更改。',
    ru: 'Такого клиента нет, или менять его вам нельзя.',
    en: 'There is no such customer, or you may not change it.',
  },
  'import-author-unknown': {
    'zh-CN': '没有这位员工，或您不能以其名义导入。',
    ru: 'Такого сотрудника нет, или вносить записи от его имени вам нельзя.',
    en: 'There is no such person, or you may not import in their name.',
  },
  'import-time-unreadable': {
    'zh-CN': '无法识别时间，例如 2026-11-21 09:00。',
    ru: 'Время не распознано. Пример: 2026-11-21 09:00.',
    en: 'This is no time; write 2026-11-21 09:00.',
  },
  'import-match-unmapped': {
    'zh-CN': '请指定用来查找客户的列：{fields}。',
    ru: 'Укажите столбец, по которому искать клиента: {fields}.',
    en: 'Say which column finds the customer: {fields}.',
  },
  'import-not-there': {
    'zh-CN': '没有这个客户，更新模式不会新建。',
    ru: 'Такого клиента нет, а режим обновления новых не заводит.',
    en: 'There is no such customer, and an update makes none.',
  },
  'import-ambiguous': {
    'zh-CN': '该行符合多个客户。',
    ru: 'Строка подходит к нескольким клиентам.',
    en: 'The row fits several customers.',
  },
  'import-out-of-reach': {
    'zh-CN': '该客户已存在，但您无权更改。',
    ru: 'Такой клиент есть, но менять его вам нельзя.',
    en: 'The customer is there, and you may not change it.',
  },
  'import-twice': {
    'zh-CN': '前面已有一行涉及同一客户。',
    ru: 'Об этом клиенте уже говорит строка выше.',
    en: 'A row above is about the same customer.',
  },
  'row-duplicate-tax': {
    'zh-CN': '已有其他客户使用该税号。',
    ru: 'Этот налоговый номер уже у другого клиента.',
    en: 'Another customer has this tax number.',
  },
  'import-not-undoable': {
    'zh-CN': '该导入不能撤销：期限已过、仍在运行，或是试运行。',
    ru: 'Этот импорт нельзя отменить: срок истёк, он ещё идёт или был пробным.',
    en: 'This import cannot be undone: its week is over, it still runs, or it was a dry run.',
  },
  'undo-changed': {
    'zh-CN': '导入之后该记录已被更改。',
    ru: 'После импорта запись изменяли.',
    en: 'The record was changed after the import.',
  },
  'undo-in-use': {
    'zh-CN': '其他记录与它关联，因此保留。',
    ru: 'С записью связаны другие, поэтому она осталась.',
    en: 'Other records hang on it, so it stays.',
  },
  'undo-owner-left': {
    'zh-CN': '原负责人已离职，客户保持不变。',
    ru: 'Прежний ответственный больше не работает, клиент остался как есть.',
    en: 'The owner from before the import has left, so the customer stays as it is.',
  },
  'undo-gone': {
    'zh-CN': '该记录已不存在。',
    ru: 'Записи больше нет.',
    en: 'The record is gone.',
  },
  'undo-out-of-reach': {
    'zh-CN': '您无权更改该记录。',
    ru: 'Менять эту запись вам нельзя.',
    en: 'You may not change the record.',
  },
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
