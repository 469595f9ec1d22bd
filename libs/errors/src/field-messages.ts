import type { Messages } from './messages.js';

/** Why the value of one field is refused. */
export const fieldMessages: Messages = {
  required: { 'zh-CN': '此项为必填项。', ru: 'Обязательное поле.', en: 'This field is required.' },
  blank: {
    'zh-CN': '此项不能为空白。',
    ru: 'Поле не может быть пустым.',
    en: 'This field must not be blank.',
  },
  'unknown-field': { 'zh-CN': '没有这个字段。', ru: 'Такого поля нет.', en: 'There is no such field.' },
  'read-only-field': {
    'zh-CN': '此项由系统填写，不能修改。',
    ru: 'Это поле заполняет система, изменить его нельзя.',
    en: 'This field is set by the system and cannot be changed.',
  },
  'wrong-type': {
    'zh-CN': '数据类型不对，应为：{expected:json-type}。',
    ru: 'Неверный тип значения. Нужно: {expected:json-type}.',
    en: 'The value has the wrong type; expected: {expected:json-type}.',
  },
  'json-type-text': { 'zh-CN': '文本', ru: 'текст', en: 'text' },
  'json-type-string': { 'zh-CN': '文本', ru: 'текст', en: 'text' },
  'json-type-number': { 'zh-CN': '数字', ru: 'число', en: 'a number' },
  'json-type-integer': { 'zh-CN': '整数', ru: 'целое число', en: 'a whole number' },
  'json-type-boolean': { 'zh-CN': 'true 或 false', ru: 'true или false', en: 'true or false' },
  'json-type-array': { 'zh-CN': '列表', ru: 'список', en: 'a list' },
  'json-type-object': { 'zh-CN': 'JSON 对象', ru: 'объект JSON', en: 'a JSON object' },
  'too-short': {
    'zh-CN': '内容太短，至少需要 {min} 个字符。',
    ru: 'Слишком короткое значение: нужно не меньше {min} {min|one:символа|other:символов}.',
    en: 'Too short: at least {min} {min|one:character|other:characters}, please.',
  },
  'too-long': {
    'zh-CN': '内容太长，最多 {max} 个字符。',
    ru: 'Слишком длинное значение: допустимо не больше {max} {max|one:символа|other:символов}.',
    en: 'Too long: at most {max} {max|one:character|other:characters}, please.',
  },
  'too-small': {
    'zh-CN': '数值太小，不能小于 {min}。',
    ru: 'Слишком маленькое значение: нужно не меньше {min}.',
    en: 'Too small; it must be at least {min}.',
  },
  'too-large': {
    'zh-CN': '数值太大，不能大于 {max}。',
    ru: 'Слишком большое значение: допустимо не больше {max}.',
    en: 'Too large; it must be at most {max}.',
  },
  'too-few-items': {
    'zh-CN': '条目太少，至少需要 {min} 项。',
    ru: 'Слишком мало элементов: нужно не меньше {min}.',
    en: 'Too few items: at least {min}, please.',
  },
  'too-many-items': {
    'zh-CN': '条目太多，最多 {max} 项。',
    ru: 'Слишком много элементов: допустимо не больше {max}.',
    en: 'Too many items: at most {max}, please.',
  },
  'control-character': {
    'zh-CN': '内容含有不允许的控制字符，请删除后重试。',
    ru: 'В тексте есть недопустимые управляющие символы. Удалите их и повторите.',
    en: 'The text contains control characters, which are not allowed. Remove them and try again.',
  },
  'not-a-word': {
    'zh-CN': '该值不在可选范围内，请选择：{words}。',
    ru: 'Недопустимое значение. Возможные варианты: {words}.',
    en: 'Not an allowed value. Choose one of: {words}.',
  },
  'not-a-uuid': {
    'zh-CN': '标识符无效，应为 UUID。',
    ru: 'Неверный идентификатор: нужен UUID.',
    en: 'Not a valid identifier (UUID).',
  },
  'not-an-email': {
    'zh-CN': '电子邮箱地址无效，格式应如 name@example.com。',
    ru: 'Неверный адрес электронной почты. Пример: name@example.com.',
    en: 'Not a valid e-mail address; write it like name@example.com.',
  },
  'not-a-phone': {
    'zh-CN': '电话号码无效，请连同国家代码或区号填写，例如 +86 10 6500 1000。',
    ru: 'Неверный номер телефона. Укажите его с кодом страны или города, например +7 495 100-10-20.',
    en: 'Not a valid phone number. Give it with its country or area code, such as +44 20 7946 0100.',
  },
  'not-a-decimal': {
    'zh-CN': '数字无效，应为十进制数，例如 1234.50。',
    ru: 'Неверное число. Укажите десятичное число, например 1234.50.',
    en: 'Not a valid number. Give a decimal number, such as 1234.50.',
  },
  'not-a-currency': {
    'zh-CN': '货币代码无效，应为 ISO 4217 代码，例如 CNY。',
    ru: 'Неверный код валюты. Укажите код ISO 4217, например RUB.',
    en: 'Not a valid currency. Give its ISO 4217 code, such as EUR.',
  },
  'not-digits': {
    'zh-CN': '只能填数字 0–9。',
    ru: 'Здесь могут быть только цифры 0–9.',
    en: 'Only the digits 0 to 9 may stand here.',
  },
  'not-a-time': {
    'zh-CN': '时间无效，应带时区，例如 2026-11-21T09:00:00Z。',
    ru: 'Неверное время. Укажите его вместе с часовым поясом, например 2026-11-21T09:00:00Z.',
    en: 'Not a valid time. Give it with its offset, such as 2026-11-21T09:00:00Z.',
  },
  'not-a-date': {
    'zh-CN': '日期无效，格式应如 2026-11-21。',
    ru: 'Неверная дата. Пример правильной записи: 2026-11-21.',
    en: 'Not a valid date; write it like 2026-11-21.',
  },
  'not-a-local-time': {
    'zh-CN': '当地时间无效，格式应如 2026-11-21T09:00，不带时区。',
    ru: 'Неверное местное время. Пример записи без часового пояса: 2026-11-21T09:00.',
    en: 'Not a valid local time; write it without a zone, like 2026-11-21T09:00.',
  },
  'not-a-time-zone': {
    'zh-CN': '时区无效，请使用 Asia/Shanghai 这样的名称。',
    ru: 'Неизвестный часовой пояс. Пример названия: Europe/Moscow.',
    en: 'Not a known time zone; use a name such as Europe/London.',
  },
  'not-a-language': {
    'zh-CN': '不支持该语言，可选：zh-CN、ru、en。',
    ru: 'Язык не поддерживается. Возможные варианты: zh-CN, ru, en.',
    en: 'Not a supported language; choose zh-CN, ru or en.',
  },
  'not-a-country': {
    'zh-CN': '国家代码无效，请使用两位字母代码，例如 CN。',
    ru: 'Неверный код страны. Нужны две буквы, например RU.',
    en: 'Not a country code; use two letters, such as GB.',
  },
  'not-a-url': {
    'zh-CN': '网址无效，应以 http:// 或 https:// 开头。',
    ru: 'Неверный адрес сайта. Он должен начинаться с http:// или https://.',
    en: 'Not a valid web address; it must start with http:// or https://.',
  },
  'not-a-filter': {
    'zh-CN': '筛选条件的格式不正确，请检查后重试。',
    ru: 'Условие отбора записано неверно. Проверьте его.',
    en: 'The filter is not valid. Please check how it is written.',
  },
  'currency-needed': {
    'zh-CN': '填写金额时须同时填写币种。',
    ru: 'Вместе с суммой укажите валюту.',
    en: 'Give the currency of the amount.',
  },
};
