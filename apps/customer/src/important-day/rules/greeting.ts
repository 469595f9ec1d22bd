import type { ImportantDayKind } from '@kontor/contracts/gen/kontor/customer/v1/important_day';
import { languages, type Language } from '@kontor/errors/languages';

const greetings: Readonly<Record<ImportantDayKind, Readonly<Record<Language, string>>>> = {
  birthday: {
    'zh-CN': '{name}，祝您生日快乐，身体健康，万事如意！',
    ru: '{name}, поздравляем Вас с днём рождения! Желаем здоровья и удачи во всём.',
    en: 'Dear {name}, happy birthday! We wish you good health and every success.',
  },
  anniversary: {
    'zh-CN': '{name}，值此周年纪念之际，谨致祝贺，感谢一路同行！',
    ru: '{name}, поздравляем с годовщиной! Благодарим за сотрудничество.',
    en: 'Dear {name}, congratulations on the anniversary, and thank you for working with us.',
  },
  other: {
    'zh-CN': '{name}，谨致祝贺，祝一切顺利！',
    ru: '{name}, поздравляем! Желаем всего самого доброго.',
    en: 'Dear {name}, congratulations and our best wishes.',
  },
};

/** A greeting that the owner may send as it is. */
export function greetingText(kind: ImportantDayKind, name: string, language: Language): string {
  return greetings[kind][language].replace('{name}', () => name);
}

/** What tells in which language somebody is greeted. */
export interface Greeted {
  /** As it was noted of the contact, empty where nobody did. */
  language: string;
  /** Country of the address (ISO 3166-1 alpha-2), empty where nobody knows it. */
  country: string;
  /** Language of who owns the customer, and talks with it. */
  ownerLanguage: Language | undefined;
}

/** Countries where one of our languages is the usual one. */
const languageIn: Readonly<Record<string, Language>> = {
  CN: 'zh-CN',
  RU: 'ru',
  BY: 'ru',
  KZ: 'ru',
  KG: 'ru',
};

/**
 * The noted language, English in place of one that we do not write; else the one of the country, English abroad; where
 * nobody noted either, the one in which the owner works.
 */
export function greetingLanguage({ language, country, ownerLanguage }: Greeted): Language {
  if (language) return languages.find((one) => one === language) ?? 'en';
  if (country) return languageIn[country] ?? 'en';
  return ownerLanguage ?? 'en';
}
