import type { Messages } from '@kontor/errors/messages';
import { filterMessages } from './filter-messages.js';

/** Every reason that this library gives, except `page-token-invalid`, which the common messages have. */
export const queryMessages: Messages = {
  ...filterMessages,
  'order-malformed': {
    'zh-CN': '排序写法有误：“{part}”。应写字段名，后面可加 asc 或 desc。',
    ru: 'Неверная запись сортировки: «{part}». Укажите имя поля и, если нужно, asc или desc.',
    en: 'The order “{part}” cannot be read. Write the name of a field, then asc or desc if you wish.',
  },
  'order-field-unknown': {
    'zh-CN': '不能按字段“{field}”排序。',
    ru: 'Сортировка по полю «{field}» невозможна.',
    en: 'The list cannot be ordered by “{field}”.',
  },
  'order-field-twice': {
    'zh-CN': '排序中重复出现了字段“{field}”。',
    ru: 'Поле «{field}» указано в сортировке дважды.',
    en: 'The order names “{field}” twice.',
  },
  'order-too-many': {
    'zh-CN': '排序字段过多，最多 {max} 个。',
    ru: 'Слишком много полей сортировки: допустимо не больше {max}.',
    en: 'Too many fields to order by: at most {max}, please.',
  },
  'page-size-invalid': {
    'zh-CN': '每页条数应为 1 到 {max} 的整数。',
    ru: 'Размер страницы должен быть целым числом от 1 до {max}.',
    en: 'The page size must be a whole number from 1 to {max}.',
  },
};
