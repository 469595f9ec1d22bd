import type { ImportantDayKind } from '@kontor/contracts/gen/kontor/customer/v1/important_day';
import type { Language } from '@kontor/errors/languages';

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

/** A greeting that the owner may send as it is, in the contact's language; English where nobody knows it. */
export function greetingText(kind: ImportantDayKind, name: string, language: string): string {
  const texts = greetings[kind];
  return (Object.hasOwn(texts, language) ? texts[language as Language] : texts.en).replace(
    '{name}',
    () => name,
  );
}
