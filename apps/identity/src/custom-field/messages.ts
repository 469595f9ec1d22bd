import type { Messages } from '@kontor/errors/messages';

/** The sentences of reasons about custom fields and forms. */
export const customFieldMessages: Messages = {
  'custom-field-not-found': {
    'zh-CN': '没有这个自定义字段。',
    ru: 'Такого дополнительного поля нет.',
    en: 'There is no such custom field.',
  },
  'custom-field-taken': {
    'zh-CN': '该对象已有同名键的字段，请换一个键。',
    ru: 'У этого объекта уже есть поле с таким ключом. Выберите другой ключ.',
    en: 'The object has a field of this key already. Choose another key.',
  },
  'custom-field-used': {
    'zh-CN': '该字段仍被使用，不能停用：{rules}。',
    ru: 'Поле ещё используется, вывести его из употребления нельзя: {rules}.',
    en: 'The field is still used and cannot be retired: {rules}.',
  },
  'custom-field-limit': {
    'zh-CN': '该对象的自定义字段已达上限（{max} 个）。',
    ru: 'У объекта уже предельное число дополнительных полей ({max}).',
    en: 'The object has as many custom fields as it can have ({max}).',
  },
  'no-custom-fields': {
    'zh-CN': '此对象不支持自定义字段：{entry}。',
    ru: 'У этого объекта нет дополнительных полей: {entry}.',
    en: 'This object takes no custom fields: {entry}.',
  },
  'custom-key-form': {
    'zh-CN': '键应以小写字母开头，只含英文字母和数字，最多 40 个字符，且不能为 unknown：{entry}。',
    ru: 'Ключ начинается со строчной латинской буквы, состоит из латинских букв и цифр (до 40 знаков) и не может быть словом unknown: {entry}.',
    en: 'A key begins with a lower-case letter and consists of at most 40 letters and digits, but not the word unknown: {entry}.',
  },
  'unknown-stage': {
    'zh-CN': '没有这个阶段：{entry}。',
    ru: 'Такого этапа нет: {entry}.',
    en: 'There is no such stage: {entry}.',
  },
  'custom-options-unfit': {
    'zh-CN': '只有选择类字段才有选项。',
    ru: 'Варианты есть только у полей с выбором.',
    en: 'Only fields of choices have options.',
  },
  'custom-option-removed': {
    'zh-CN': '选项只能停用，不能删除：{entry}。',
    ru: 'Вариант нельзя удалить, можно только отключить: {entry}.',
    en: 'An option cannot be removed, only retired: {entry}.',
  },
  'custom-searchable-stays': {
    'zh-CN': '字段一旦可搜索，就不能再取消。',
    ru: 'Если по полю можно искать, отменить это нельзя.',
    en: 'Once a field is searchable, it stays so.',
  },
  'custom-searchable-unfit': {
    'zh-CN': '多选字段和多行文本字段不能设为可搜索。',
    ru: 'Поля с множественным выбором и многострочным текстом нельзя сделать доступными для поиска.',
    en: 'Fields of several choices and of several lines cannot be searchable.',
  },
  'custom-reference-unfit': {
    'zh-CN': '只有引用类字段才需要指定引用对象。',
    ru: 'Объект ссылки указывается только у полей-ссылок.',
    en: 'Only a field of references names an object.',
  },
  'custom-reference-object': {
    'zh-CN': '引用对象不存在，或不能在此引用：{entry}。',
    ru: 'Такого объекта нет, или сослаться на него отсюда нельзя: {entry}.',
    en: 'There is no such object, or it cannot be referred to from here: {entry}.',
  },
  'custom-limit-unfit': {
    'zh-CN': '该限制不适用于此类字段。',
    ru: 'Такое ограничение не подходит к типу поля.',
    en: 'The limit does not fit the type of the field.',
  },
  'custom-limits-crossed': {
    'zh-CN': '最大值不能小于最小值。',
    ru: 'Наибольшее значение не может быть меньше наименьшего.',
    en: 'The greatest value cannot be less than the least.',
  },
  'custom-default-unfit': {
    'zh-CN': '默认值不符合此字段的类型或限制。',
    ru: 'Значение по умолчанию не подходит к типу или ограничениям поля.',
    en: 'The default does not fit the type or the limits of the field.',
  },
  'nothing-to-undo': {
    'zh-CN': '没有可撤销的修改。',
    ru: 'Отменять нечего.',
    en: 'There is nothing to undo.',
  },
  'translated-empty': {
    'zh-CN': '请至少用一种语言填写。',
    ru: 'Заполните текст хотя бы на одном языке.',
    en: 'Give a text in one language at least.',
  },
  'form-not-found': { 'zh-CN': '没有这个表单。', ru: 'Такой формы нет.', en: 'There is no such form.' },
  'form-taken': {
    'zh-CN': '该对象和角色已有表单。',
    ru: 'Для этого объекта и этой роли форма уже есть.',
    en: 'There is a form of this object for this role already.',
  },
  'form-field-twice': {
    'zh-CN': '字段在表单中重复：{entry}。',
    ru: 'Поле указано в форме дважды: {entry}.',
    en: 'The field stands in the form twice: {entry}.',
  },
  'form-field-of-service': {
    'zh-CN': '该字段由系统填写，不能设为必填：{entry}。',
    ru: 'Это поле заполняет система, сделать его обязательным нельзя: {entry}.',
    en: 'The system fills in this field; it cannot be required: {entry}.',
  },
  'version-not-found': {
    'zh-CN': '没有这个版本。',
    ru: 'Такой версии нет.',
    en: 'There is no such version.',
  },
  'version-other-type': {
    'zh-CN': '该版本的字段类型与现在不同，请改为撤销类型更改。',
    ru: 'В той версии у поля другой тип. Вместо этого отмените изменение типа.',
    en: 'The field had another type in that version. Undo the change of its type instead.',
  },
  'type-change-not-found': {
    'zh-CN': '没有这项类型更改。',
    ru: 'Такого изменения типа нет.',
    en: 'There is no such change of a type.',
  },
  'type-change-unchecked': {
    'zh-CN': '此类型更改尚未检查完毕，或已经执行。',
    ru: 'Изменение типа ещё не проверено или уже выполнено.',
    en: 'The change is not checked yet, or was run already.',
  },
  'type-change-unfit': {
    'zh-CN': '有 {count} 个值无法转换。请指定对应的新值，或选择标为未知、清空。',
    ru: 'Не удаётся преобразовать {count} {count|one:значение|few:значения|other:значений}. Укажите, чем их заменить, либо отметьте как неизвестные или очистите.',
    en: '{count} {count|one:value does|other:values do} not convert. Say what takes their place, or mark them as unknown or clear them.',
  },
  'custom-type-used': {
    'zh-CN': '该字段仍被使用，不能更改其类型：{rules}。',
    ru: 'Тип поля нельзя изменить, пока поле используется: {rules}.',
    en: 'The type cannot be changed while the field is used by: {rules}.',
  },
  'type-change-under-way': {
    'zh-CN': '转换已开始或已结束，不能取消；完成后可以撤销。',
    ru: 'Преобразование уже идёт или закончено: прервать его нельзя, но после завершения можно отменить.',
    en: 'The conversion runs already or is over: it cannot be called off, but it can be undone once it is done.',
  },
  'type-change-over': {
    'zh-CN': '此类型更改已不能撤销。',
    ru: 'Это изменение типа уже нельзя отменить.',
    en: 'The change can no longer be undone.',
  },
  'custom-field-changed': {
    'zh-CN': '检查之后字段有改动，请重新检查。',
    ru: 'После проверки поле изменилось. Запустите проверку ещё раз.',
    en: 'The field was changed since the check. Check again.',
  },
  'custom-type-unfit': {
    'zh-CN': '人员和引用字段不能转换为其他类型，也不能由其他类型转换而来。',
    ru: 'Поля с сотрудником и поля-ссылки нельзя преобразовать в другой тип, а другие — в них.',
    en: 'Fields of people and of references cannot become another type, nor others these.',
  },
  'custom-type-same': {
    'zh-CN': '字段已经是这种类型。',
    ru: 'У поля уже такой тип.',
    en: 'The field has this type already.',
  },
  'custom-mapping-unfit': {
    'zh-CN': '新类型不接受此值：{entry}。',
    ru: 'Новый тип не принимает такого значения: {entry}.',
    en: 'The new type does not take this value: {entry}.',
  },
};
