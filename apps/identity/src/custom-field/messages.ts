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
  'version-not-found': {
    'zh-CN': '没有这个版本。',
    ru: 'Такой версии нет.',
    en: 'There is no such version.',
  },
  'version-other-type': {
    'zh-CN': '该版本的字段类型不同。请撤销类型更改。',
    ru: 'В той версии у поля другой тип. Отмените изменение типа.',
    en: 'The field had another type in that version. Undo the change of its type instead.',
  },
  'type-change-not-found': {
    'zh-CN': '没有这个类型更改。',
    ru: 'Такого изменения типа нет.',
    en: 'There is no such change of a type.',
  },
  'type-change-unchecked': {
    'zh-CN': '此类型更改尚未检查完毕，或已经执行。',
    ru: 'Изменение типа ещё не проверено или уже выполнялось.',
    en: 'The change is not checked yet, or was run already.',
  },
  'type-change-unfit': {
    'zh-CN': '有 {count} 个值无法转换。请为它们指定对应值，或选择设为未知或清除。',
    ru: 'Значений, которые не преобразуются: {count}. Укажите, чем они станут, либо сделайте их неизвестными или уберите.',
    en: 'Values that do not convert: {count}. Say what they become, or have them unknown or taken out.',
  },
  'custom-type-used': {
    'zh-CN': '以下规则使用该字段，不能更改其类型：{rules}。',
    ru: 'Тип поля нельзя изменить: поле используется в правилах {rules}.',
    en: 'The type cannot be changed while these ask by the field: {rules}.',
  },
  'type-change-under-way': {
    'zh-CN': '值已在转换或转换已结束，不能取消；完成后可以撤销。',
    ru: 'Значения уже преобразуются, или изменение закончено: прервать нельзя, можно отменить после завершения.',
    en: 'Values are being converted already, or it is over: it cannot be called off, but undone when it is done.',
  },
  'type-change-over': {
    'zh-CN': '此类型更改已不能撤销。',
    ru: 'Это изменение типа уже нельзя отменить.',
    en: 'The change can no longer be taken back.',
  },
  'custom-field-changed': {
    'zh-CN': '检查之后字段已被修改，请重新检查。',
    ru: 'После проверки поле изменили. Проверьте ещё раз.',
    en: 'The field was changed since the check. Check again.',
  },
  'custom-type-unfit': {
    'zh-CN': '人员和引用字段不能转换为其他类型，也不能由其他类型转换而来。',
    ru: 'Поля с сотрудником и ссылкой не преобразуются в другие типы и не получаются из них.',
    en: 'Fields of people and references do not become other types, nor others these.',
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
