import type { Messages } from '@kontor/errors/messages';

/** Why a value of a custom field is refused. */
export const customFieldMessages: Messages = {
  'custom-required': {
    'zh-CN': '此字段为必填项（阶段：{stage:custom-stage}）。',
    ru: 'Обязательное поле (этап: {stage:custom-stage}). Заполните его.',
    en: 'This field is required (stage: {stage:custom-stage}).',
  },
  'custom-stage-always': { 'zh-CN': '任意', ru: 'любой', en: 'any' },
  'custom-unknown-refused': {
    'zh-CN': '此字段不能标为“未知”，请填写具体值。',
    ru: 'В этом поле нельзя указать «неизвестно»: укажите значение.',
    en: 'This field cannot be marked as unknown: give a value.',
  },
  'custom-not-a-time': {
    'zh-CN': '时间无效，格式应如 09:30。',
    ru: 'Неверное время. Пример правильной записи: 09:30.',
    en: 'Not a valid time of day; write it like 09:30.',
  },
  'custom-not-money': {
    'zh-CN': '金额无效，应包含 amount（十进制数）和 currency（币种代码）。',
    ru: 'Неверная сумма: нужны amount (десятичное число) и currency (код валюты).',
    en: 'Not an amount of money: give amount (a decimal) and currency (its code).',
  },
  'custom-option-retired': {
    'zh-CN': '选项“{option}”已停用，请选择其他选项。',
    ru: 'Вариант «{option}» больше не используется. Выберите другой.',
    en: 'The option “{option}” is no longer used. Choose another one.',
  },
  'custom-field-retired': {
    'zh-CN': '该字段已停用，不能填写新值。',
    ru: 'Поле больше не используется, записать в него новое значение нельзя.',
    en: 'The field is retired and takes no new value.',
  },
  'custom-field-changing': {
    'zh-CN': '此字段正在转换为其他类型，暂时不能填写或用于筛选，请几分钟后重试。',
    ru: 'Тип этого поля сейчас меняется: его пока нельзя заполнять и использовать в отборах. Повторите через несколько минут.',
    en: 'The type of this field is being changed: it cannot be filled in or filtered by right now. Try again in a few minutes.',
  },
  'custom-record-unknown': {
    'zh-CN': '找不到该记录，或您无权查看。',
    ru: 'Такой записи нет, или у вас нет к ней доступа.',
    en: 'There is no such record, or you may not see it.',
  },
};
