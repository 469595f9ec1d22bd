import type { Messages } from '@kontor/errors/messages';

/** Why a filter is refused; `{at}` is the place in it. */
export const filterMessages: Messages = {
  'filter-too-long': {
    'zh-CN': '筛选条件太长，最多 {max} 个字符。',
    ru: 'Слишком длинное условие отбора: допустимо не больше {max} {max|one:символа|other:символов}.',
    en: 'The filter is too long: at most {max} characters, please.',
  },
  'filter-not-json': {
    'zh-CN': '筛选条件不是有效的 JSON。',
    ru: 'Условие отбора не является корректным JSON.',
    en: 'The filter is not valid JSON.',
  },
  'filter-not-object': {
    'zh-CN': '{at}：此处应为 JSON 对象。',
    ru: '{at}: здесь должен быть объект JSON.',
    en: '{at}: a JSON object is expected here.',
  },
  'filter-not-list': {
    'zh-CN': '{at}：此处应为列表。',
    ru: '{at}: здесь должен быть список.',
    en: '{at}: a list is expected here.',
  },
  'filter-list-empty': {
    'zh-CN': '{at}：列表不能为空。',
    ru: '{at}: список не может быть пустым.',
    en: '{at}: the list must not be empty.',
  },
  'filter-list-too-long': {
    'zh-CN': '{at}：列表太长，最多 {max} 项。',
    ru: '{at}: слишком длинный список, допустимо не больше {max} {max|one:элемента|other:элементов}.',
    en: '{at}: the list is too long; it may have {max} items at most.',
  },
  'filter-key-unknown': {
    'zh-CN': '{at}：键“{key}”无法识别或位置不对。',
    ru: '{at}: неизвестный или лишний ключ «{key}».',
    en: '{at}: the key “{key}” is unknown or out of place.',
  },
  'filter-incomplete': {
    'zh-CN': '{at}：条件需要 field、op 和 value 三项。',
    ru: '{at}: в условии нужны field, op и value.',
    en: '{at}: a condition needs field, op and value.',
  },
  'filter-too-deep': {
    'zh-CN': '筛选条件嵌套过深，最多 {max} 层。',
    ru: 'Слишком глубокая вложенность условия отбора: допустимо не больше {max} {max|one:уровня|other:уровней}.',
    en: 'The filter is nested too deeply: at most {max} levels, please.',
  },
  'filter-too-many-conditions': {
    'zh-CN': '筛选条件过多，最多 {max} 个。',
    ru: 'Слишком много условий отбора: допустимо не больше {max}.',
    en: 'The filter has too many conditions: at most {max}, please.',
  },
  'filter-field-unknown': {
    'zh-CN': '{at}：不能按字段“{field}”筛选。',
    ru: '{at}: отбор по полю «{field}» невозможен.',
    en: '{at}: the list cannot be filtered by “{field}”.',
  },
  'filter-op-unknown': {
    'zh-CN': '{at}：没有运算符“{op}”。',
    ru: '{at}: оператора «{op}» нет.',
    en: '{at}: there is no operator “{op}”.',
  },
  'filter-op-unfit': {
    'zh-CN': '{at}：字段“{field}”不能用运算符“{op}”，可用：{ops}。',
    ru: '{at}: оператор «{op}» не подходит полю «{field}». Возможные: {ops}.',
    en: '{at}: the operator “{op}” does not fit “{field}”; choose one of: {ops}.',
  },
  'filter-value-text': {
    'zh-CN': '{at}：应为不含空字符的文本。',
    ru: '{at}: нужен текст без нулевых символов.',
    en: '{at}: text without null characters is expected.',
  },
  'filter-value-number': {
    'zh-CN': '{at}：应为数字。',
    ru: '{at}: нужно число.',
    en: '{at}: a number is expected.',
  },
  'filter-value-integer': {
    'zh-CN': '{at}：应为整数。',
    ru: '{at}: нужно целое число.',
    en: '{at}: a whole number is expected.',
  },
  'filter-value-decimal': {
    'zh-CN': '{at}：应为十进制数，例如 "1234.50"。',
    ru: '{at}: нужно десятичное число, например "1234.50".',
    en: '{at}: a decimal number is expected, such as "1234.50".',
  },
  'filter-value-boolean': {
    'zh-CN': '{at}：应为 true 或 false。',
    ru: '{at}: нужно true или false.',
    en: '{at}: true or false is expected.',
  },
  'filter-value-time': {
    'zh-CN': '{at}：应为带时区的时间，最多精确到毫秒，例如 2026-11-21T09:00:00Z。',
    ru: '{at}: нужно время с часовым поясом, не точнее миллисекунд, например 2026-11-21T09:00:00Z.',
    en: '{at}: a time with its offset is expected, to the millisecond at most, such as 2026-11-21T09:00:00Z.',
  },
  'filter-value-date': {
    'zh-CN': '{at}：应为日期，例如 2026-11-21。',
    ru: '{at}: нужна дата, например 2026-11-21.',
    en: '{at}: a date is expected, such as 2026-11-21.',
  },
  'filter-value-uuid': {
    'zh-CN': '{at}：应为标识符（UUID）。',
    ru: '{at}: нужен идентификатор в формате UUID.',
    en: '{at}: an identifier (UUID) is expected.',
  },
  'filter-value-word': {
    'zh-CN': '{at}：该值不在可选范围内，请选择：{words}。',
    ru: '{at}: недопустимое значение. Возможные варианты: {words}.',
    en: '{at}: not an allowed value; choose one of: {words}.',
  },
};
