import { customFieldMessages } from '@kontor/custom-fields/messages';
import type { Messages } from '@kontor/errors/messages';
import { fileMessages } from './file-messages.js';

/** What the import says to callers: about uploads, and about rows that are refused. */
export const importMessages: Messages = {
  ...customFieldMessages,
  ...fileMessages,
  'row-duplicate': {
    'zh-CN': '该客户已存在，编号为 {number}。',
    ru: 'Такой клиент уже есть: {number}.',
    en: 'This customer exists already: {number}.',
  },
  'row-duplicate-in-file': {
    'zh-CN': '与文件第 {line} 行是同一客户。',
    ru: 'Тот же клиент, что в строке {line} файла.',
    en: 'The same customer as in row {line} of the file.',
  },
  'row-possible-duplicate': {
    'zh-CN': '可能与客户 {number} 重复。如确认不是同一客户，可在导入时选择接受疑似重复（acceptDuplicates）。',
    ru: 'Похоже, такой клиент уже есть: {number}. Если это разные клиенты, разрешите похожие записи при импорте (acceptDuplicates).',
    en: 'This looks like customer {number}. If they are not the same, let the import accept similar customers (acceptDuplicates).',
  },
  'row-possible-duplicate-in-file': {
    'zh-CN':
      '可能与文件第 {line} 行重复。如确认不是同一客户，可在导入时选择接受疑似重复（acceptDuplicates）。',
    ru: 'Похоже на строку {line} файла. Если это разные клиенты, разрешите похожие записи при импорте (acceptDuplicates).',
    en: 'This looks like row {line} of the file. If they are not the same, let the import accept similar customers (acceptDuplicates).',
  },
  'row-contact-alike': {
    'zh-CN':
      '联系人“{name}”与该客户的另一位联系人可能是同一人。如确认不是，可在导入时选择接受疑似重复（acceptDuplicates）。',
    ru: 'Контактное лицо «{name}» похоже на другое у этого клиента. Если это разные люди, разрешите похожие записи при импорте (acceptDuplicates).',
    en: 'Contact “{name}” looks like another contact of this customer. If they are not the same, let the import accept similar records (acceptDuplicates).',
  },
  'row-contact-guarded': {
    'zh-CN': '目前不宜联系该客户（最近一次联系：{person}，{time}）。今天主动发起的联系请单独登记并说明原因。',
    ru: 'Сейчас этого клиента лучше не беспокоить (последнее обращение: {person}, {time}). Сегодняшнее обращение запишите отдельно, указав причину.',
    en: 'This customer should not be contacted now (last contacted by {person}, {time}). Log a contact of today by itself, with a reason.',
  },
  'import-customer-unknown': {
    'zh-CN': '找不到该客户，或您无权修改。',
    ru: 'Такого клиента нет, или у вас нет права его менять.',
    en: 'There is no such customer, or you may not change it.',
  },
  'import-author-unknown': {
    'zh-CN': '没有这位员工，或您不能以其名义导入。',
    ru: 'Такого сотрудника нет, или у вас нет права вносить записи от его имени.',
    en: 'There is no such person, or you may not import in their name.',
  },
  'import-time-unreadable': {
    'zh-CN': '无法识别时间，格式应如 2026-11-21 09:00。',
    ru: 'Время не распознано. Пример правильной записи: 2026-11-21 09:00.',
    en: 'Not a valid time; write it like 2026-11-21 09:00.',
  },
  'import-match-unmapped': {
    'zh-CN': '请指定用于查找客户的列：{fields}。',
    ru: 'Укажите столбец, по которому искать клиента: {fields}.',
    en: 'Say by which column the customer is found: {fields}.',
  },
  'import-not-there': {
    'zh-CN': '没有这个客户，更新模式不会新建客户。',
    ru: 'Такого клиента нет, а в режиме обновления новые не создаются.',
    en: 'There is no such customer, and an update makes no new ones.',
  },
  'import-ambiguous': {
    'zh-CN': '该行对应多个客户，请补充可区分的信息。',
    ru: 'Строка подходит к нескольким клиентам. Уточните её.',
    en: 'The row fits several customers. Make it more precise.',
  },
  'import-out-of-reach': {
    'zh-CN': '该客户已存在，但您无权修改。',
    ru: 'Такой клиент есть, но у вас нет права его менять.',
    en: 'The customer exists, but you may not change it.',
  },
  'import-twice': {
    'zh-CN': '前面已有一行涉及同一客户。',
    ru: 'Об этом клиенте уже есть строка выше.',
    en: 'A row above is about the same customer.',
  },
  'row-duplicate-tax': {
    'zh-CN': '已有其他客户使用该税号。',
    ru: 'Этот налоговый номер уже указан у другого клиента.',
    en: 'Another customer has this tax number.',
  },
  'import-not-undoable': {
    'zh-CN': '该导入不能撤销：已过撤销期限、仍在运行，或是试运行。',
    ru: 'Этот импорт нельзя отменить: неделя для отмены прошла, импорт ещё идёт или был пробным.',
    en: 'This import cannot be undone: the week for it is over, the import still runs, or it was a dry run.',
  },
  'undo-changed': {
    'zh-CN': '该记录在导入后有过修改，因此保留。',
    ru: 'После импорта запись изменили, поэтому она осталась.',
    en: 'The record was changed after the import, so it stays.',
  },
  'undo-in-use': {
    'zh-CN': '有其他记录与该记录关联，因此保留。',
    ru: 'С этой записью связаны другие, поэтому она осталась.',
    en: 'Other records hang on this one, so it stays.',
  },
  'undo-owner-left': {
    'zh-CN': '原负责人已离职，因此客户保持不变。',
    ru: 'Прежний ответственный больше не работает, поэтому клиент остался как есть.',
    en: 'The owner from before the import has left, so the customer stays as it is.',
  },
  'undo-gone': {
    'zh-CN': '该记录已不存在。',
    ru: 'Записи больше нет.',
    en: 'The record no longer exists.',
  },
  'undo-out-of-reach': {
    'zh-CN': '您无权修改该记录。',
    ru: 'У вас нет права менять эту запись.',
    en: 'You may not change the record.',
  },
  'import-not-found': {
    'zh-CN': '找不到该导入任务，或您无权查看。',
    ru: 'Импорт не найден, или у вас нет к нему доступа.',
    en: 'There is no such import, or you may not see it.',
  },
  'import-field-unknown': {
    'zh-CN': '不能导入到该字段，可选：{fields}。',
    ru: 'Такого поля для импорта нет. Возможные поля: {fields}.',
    en: 'Nothing can be imported into this field. Choose one of: {fields}.',
  },
  'import-field-twice': {
    'zh-CN': '字段“{field}”只能对应一列。',
    ru: 'Поле «{field}» можно заполнить только из одного столбца.',
    en: 'Only one column can fill “{field}”.',
  },
  'import-column-not-writable': {
    'zh-CN': '您无权填写列“{column}”对应的字段。',
    ru: 'У вас нет права заполнять поле, в которое попадает столбец «{column}».',
    en: 'You may not set the field that the column “{column}” fills.',
  },
  'import-name-unmapped': {
    'zh-CN': '请指定客户名称（name）所在的列。',
    ru: 'Укажите столбец с названием клиента (name).',
    en: 'Say which column holds the name of the customer (name).',
  },
  'import-delimiter-unusable': {
    'zh-CN': '该字符不能用作分隔符，请换一个。',
    ru: 'Этот символ не может быть разделителем. Укажите другой.',
    en: 'This character cannot separate columns. Give another one.',
  },
  'import-chunk-too-large': {
    'zh-CN': '文件的每个分块最大 1 MB。',
    ru: 'Размер одной части файла — не больше 1 МБ.',
    en: 'One piece of a file may have 1 MB at most.',
  },
  'import-file-too-large': {
    'zh-CN': '文件过大，最大 1 GB。',
    ru: 'Файл слишком большой. Допустимый размер — не больше 1 ГБ.',
    en: 'The file is too large; it may have 1 GB at most.',
  },
  'import-chunk-differs': {
    'zh-CN': '该位置已上传过不同的内容。',
    ru: 'На это место уже загружена другая часть файла.',
    en: 'Another piece of the file was uploaded in this place before.',
  },
  'import-not-uploading': {
    'zh-CN': '该导入任务已不再接收文件。',
    ru: 'Этот импорт больше не принимает файл.',
    en: 'This import takes no file any more.',
  },
  'import-incomplete': {
    'zh-CN': '文件不完整：应有 {expected} 个分块，已收到 {found} 个。',
    ru: 'Файл загружен не полностью. Частей ожидается: {expected}, получено: {found}.',
    en: 'The file is not complete: {found} of {expected} pieces are there.',
  },
  'import-ended': {
    'zh-CN': '该导入任务已经结束。',
    ru: 'Этот импорт уже завершён.',
    en: 'This import has ended already.',
  },
  'row-column-count': {
    'zh-CN': '列数不符：表头有 {expected} 列，本行有 {found} 列。',
    ru: 'Неверное число столбцов: в заголовке — {expected}, в строке — {found}.',
    en: 'Wrong number of columns: the header has {expected}, the row has {found}.',
  },
  'row-unreadable': {
    'zh-CN': '内容中有按文件编码无法识别的字符，请检查编码（encoding）。',
    ru: 'В тексте есть символы, которых нет в кодировке файла. Проверьте кодировку (encoding).',
    en: 'The text has characters that cannot be read in the encoding of the file. Check the encoding.',
  },
  'import-owner-unknown': {
    'zh-CN': '没有这位员工，或您不能把客户分配给该员工。',
    ru: 'Такого сотрудника нет, или вы не можете передать ему клиента.',
    en: 'There is no such person, or you may not give customers to them.',
  },
};
