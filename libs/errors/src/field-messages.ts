import type { Messages } from './messages.js';

/** Why the value of one field is refused. Russian is phrased so that no noun has to agree with a number. */
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
    'zh-CN': '数据类型不对，应为：{expected}。',
    ru: 'Неверный тип значения, ожидается: {expected}.',
    en: 'The value has the wrong type; expected: {expected}.',
  },
  'too-short': {
    'zh-CN': '内容太短，至少需要 {min} 个字符。',
    ru: 'Слишком короткое значение. Минимальная длина в символах: {min}.',
    en: 'Too short; the least length in characters is {min}.',
  },
  'too-long': {
    'zh-CN': '内容太长，最多 {max} 个字符。',
    ru: 'Слишком длинное значение. Максимальная длина в символах: {max}.',
    en: 'Too long; the greatest length in characters is {max}.',
  },
  'too-small': {
    'zh-CN': '数值太小，不能小于 {min}。',
    ru: 'Слишком маленькое значение. Минимум: {min}.',
    en: 'Too small; it must be at least {min}.',
  },
  'too-large': {
    'zh-CN': '数值太大，不能大于 {max}。',
    ru: 'Слишком большое значение. Максимум: {max}.',
    en: 'Too large; it must be at most {max}.',
  },
  'too-few-items': {
    'zh-CN': '条目太少，至少需要 {min} 项。',
    ru: 'Слишком мало элементов. Минимум: {min}.',
    en: 'Too few items; the least number is {min}.',
  },
  'too-many-items': {
    'zh-CN': '条目太多，最多 {max} 项。',
    ru: 'Слишком много элементов. Максимум: {max}.',
    en: 'Too many items; the greatest number is {max}.',
  },
  'control-character': {
    'zh-CN': '内容中含有不可见的控制字符，请删除后重试。',
    ru: 'В тексте есть недопустимые управляющие символы.',
    en: 'The text contains control characters, which are not allowed.',
  },
  'not-a-word': {
    'zh-CN': '不支持该值，可选值为：{words}。',
    ru: 'Недопустимое значение. Возможные варианты: {words}.',
    en: 'Not an allowed value. Choose one of: {words}.',
  },
  'not-a-uuid': {
    'zh-CN': '不是有效的标识符（UUID）。',
    ru: 'Это не идентификатор в формате UUID.',
    en: 'Not a valid identifier (UUID).',
  },
  'not-an-email': {
    'zh-CN': '电子邮箱地址无效。',
    ru: 'Неверный адрес электронной почты.',
    en: 'Not a valid e-mail address.',
  },
  'not-a-phone': {
    'zh-CN': '电话号码无效。',
    ru: 'Неверный номер телефона.',
    en: 'Not a valid phone number.',
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
    ru: 'Неверный адрес. Он должен начинаться с http:// или https://.',
    en: 'Not a valid address; it must start with http:// or https://.',
  },
  'not-a-filter': {
    'zh-CN': '筛选条件的格式不正确。',
    ru: 'Неверная запись условия отбора.',
    en: 'The filter expression is not valid.',
  },
};
