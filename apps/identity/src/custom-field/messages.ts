import type { Messages } from '@kontor/errors/messages';

/** The sentences of reasons about custom fields and forms. */
export const customFieldMessages: Messages = {
  'custom-field-not-found': {
    'zh-CN': '没有这个自定义字段。',
    ru: 'Такого дополнительного поля нет.',
    en: 'There is no such custom field.',
  },
  'custom-field-taken': {
    'zh-CN': '该对象已有使用此键的字段。',
    ru: 'У этого объекта уже есть поле с таким ключом.',
    en: 'The object has a field of this key already.',
  },
  'custom-field-used': {
    'zh-CN': '该字段仍被使用，不能停用：{rules}。',
    ru: 'Поле ещё используется, его нельзя вывести: {rules}.',
    en: 'The field is still used and cannot be retired: {rules}.',
  },
  'custom-field-limit': {
    'zh-CN': '该对象的自定义字段已达上限（{max} 个）。',
    ru: 'Достигнут предел дополнительных полей объекта: {max}.',
    en: 'The object has the greatest number of custom fields already: {max}.',
  },
  'no-custom-fields': {
    'zh-CN': '此对象不支持自定义字段：{entry}。',
    ru: 'У этого объекта нет дополнительных полей: {entry}.',
    en: 'This object takes no custom fields: {entry}.',
  },
  'custom-key-form': {
    'zh-CN': '键应以小写字母开头，只含字母和数字，最多 40 个字符，且不能为 unknown：{entry}。',
    ru: 'Ключ начинается со строчной латинской буквы и состоит из букв и цифр (до 40 знаков), кроме слова unknown: {entry}.',
    en: 'A key begins with a lower-case letter and consists of at most 40 letters and digits, but not the word unknown: {entry}.',
  },
  'unknown-stage': {
    'zh-CN': '没有这个阶段：{entry}。',
    ru: 'Такого этапа нет: {entry}.',
    en: 'There is no such stage: {entry}.',
  },
  'custom-options-unfit': {
    'zh-CN': '只有选择类字段才有选项。',
    ru: 'Варианты бывают только у полей с выбором.',
    en: 'Only fields of choices have options.',
  },
  'custom-option-removed': {
    'zh-CN': '选项只能停用，不能删除：{entry}。',
    ru: 'Вариант нельзя убрать, можно только перестать использовать: {entry}.',
    en: 'An option is retired, not removed: {entry}.',
  },
  'custom-searchable-stays': {
    'zh-CN': '字段建立索引后不能取消。',
    ru: 'Созданный для поля индекс не убирается.',
    en: 'The index of a field stays once it was asked for.',
  },
  'custom-searchable-unfit': {
    'zh-CN': '多选和多行文本字段不能建立索引。',
    ru: 'Для списков и длинных текстов индекс не создаётся.',
    en: 'There is no index for lists and for text of several lines.',
  },
  'custom-reference-unfit': {
    'zh-CN': '只有引用类字段才指定被引用的对象。',
    ru: 'Объект ссылки указывается только у полей-ссылок.',
    en: 'Only a reference names an object.',
  },
  'custom-reference-object': {
    'zh-CN': '被引用的对象不存在或属于其他服务：{entry}。',
    ru: 'Объекта ссылки нет, или он принадлежит другой службе: {entry}.',
    en: 'The object referred to does not exist or belongs to another service: {entry}.',
  },
  'custom-limit-unfit': {
    'zh-CN': '该限值不适用于此类字段。',
    ru: 'Такой предел не подходит к типу поля.',
    en: 'The limit does not fit the type of the field.',
  },
  'custom-limits-crossed': {
    'zh-CN': '最大值不能小于最小值。',
    ru: 'Наибольшее значение не может быть меньше наименьшего.',
    en: 'The greatest value cannot be less than the least.',
  },
  'custom-default-unfit': {
    'zh-CN': '默认值不适用于此字段。',
    ru: 'Значение по умолчанию не подходит к полю.',
    en: 'The default does not fit the field.',
  },
  'nothing-to-undo': {
    'zh-CN': '没有可撤销的修改。',
    ru: 'Отменять нечего.',
    en: 'There is nothing to undo.',
  },
  'translated-empty': {
    'zh-CN': '至少需要一种语言的文字。',
    ru: 'Нужен текст хотя бы на одном языке.',
    en: 'A text in one language at least is needed.',
  },
  'form-not-found': { 'zh-CN': '没有这个表单。', ru: 'Такой формы нет.', en: 'There is no such form.' },
  'form-taken': {
    'zh-CN': '该对象和角色已有表单。',
    ru: 'Для этого объекта и этой роли форма уже есть.',
    en: 'There is a form of this object for this role already.',
  },
  'form-field-twice': {
    'zh-CN': '字段在表单中重复：{entry}。',
    ru: 'Поле стоит в форме дважды: {entry}.',
    en: 'The field stands in the form twice: {entry}.',
  },
};
