import type { Language } from '@kontor/errors/languages';

/** What people call the records that others ask about. */
const words: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  customer: { en: 'customer', ru: 'клиент', 'zh-CN': '客户' },
  contact: { en: 'contact', ru: 'контактное лицо', 'zh-CN': '联系人' },
  interaction: { en: 'talk', ru: 'запись о контакте', 'zh-CN': '沟通记录' },
  file: { en: 'file', ru: 'файл', 'zh-CN': '文件' },
  opportunity: { en: 'opportunity', ru: 'сделка', 'zh-CN': '商机' },
  product: { en: 'product', ru: 'товар', 'zh-CN': '产品' },
  'product-formula': { en: 'formula', ru: 'рецептура', 'zh-CN': '配方' },
  person: { en: 'person', ru: 'сотрудник', 'zh-CN': '人员' },
  segment: { en: 'segment', ru: 'сегмент', 'zh-CN': '客户分组' },
  'visit-plan': { en: 'visit plan', ru: 'план визитов', 'zh-CN': '拜访计划' },
};

/** An object of the contract in the language of a reader; one without a word of ours keeps its name. */
export function objectWord(object: string, language: Language): string {
  return Object.hasOwn(words, object) ? (words[object]?.[language] ?? object) : object;
}
