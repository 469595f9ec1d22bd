import type { Messages } from '@kontor/errors/messages';

/** Why a value of a custom field is refused. */
export const customFieldMessages: Messages = {
  'custom-required': {
    'zh-CN': '此阶段（{stage}）必须填写该字段。',
    ru: 'На этом этапе ({stage}) поле нужно заполнить.',
    en: 'This field is required at this stage ({stage}).',
  },
  'custom-unknown-refused': {
    'zh-CN': '此字段不能填写“未知”。',
    ru: 'Для этого поля нельзя указать «неизвестно».',
    en: 'This field cannot be said to be unknown.',
  },
  'custom-not-a-time': {
    'zh-CN': '时刻无效，格式应如 09:30。',
    ru: 'Неверное время суток. Пример правильной записи: 09:30.',
    en: 'Not a valid time of day; write it like 09:30.',
  },
  'custom-not-money': {
    'zh-CN': '金额无效，应包含 amount（十进制数）和 currency（币种代码）。',
    ru: 'Неверная сумма: нужны amount (десятичное число) и currency (код валюты).',
    en: 'Not an amount of money: give amount (a decimal) and currency (its code).',
  },
  'custom-option-retired': {
    'zh-CN': '选项“{option}”已停用。',
    ru: 'Вариант «{option}» больше не используется.',
    en: 'The option “{option}” is no longer used.',
  },
  'custom-field-retired': {
    'zh-CN': '该字段已停用，不能填写新值。',
    ru: 'Поле больше не используется, новое значение записать нельзя.',
    en: 'The field is retired and takes no new value.',
  },
  'custom-field-changing': {
    'zh-CN': '此字段正在转换为其他类型，暂时不能填写或用于筛选，请几分钟后重试。',
    ru: 'Тип этого поля сейчас меняется: его пока нельзя заполнять и использовать в отборах. Повторите через несколько минут.',
    en: 'The type of this field is being changed: it cannot be filled in or filtered by right now. Try again in a few minutes.',
  },
  'custom-record-unknown': {
    'zh-CN': '没有您可见的这条记录。',
    ru: 'Такой записи нет среди доступных вам.',
    en: 'There is no such record that you may see.',
  },
};
