import type { Language } from '@kontor/errors/languages';

/** Why a greeting stayed, by what the customer service gives as the reason. */
const causes: readonly ({ reasons: readonly string[] } & Readonly<Record<Language, string>>)[] = [
  {
    reasons: ['no-address'],
    en: 'there is no e-mail address',
    ru: 'не указан адрес электронной почты',
    'zh-CN': '没有电子邮箱地址',
  },
  {
    reasons: ['withdrawn', 'no_consent'],
    en: 'there is no consent to e-mail',
    ru: 'нет согласия на письма',
    'zh-CN': '未获得邮件联系的同意',
  },
  {
    reasons: ['no-unsubscribe'],
    en: 'there is no page yet on which to unsubscribe; ask an administrator',
    ru: 'не настроена страница для отписки, обратитесь к администратору',
    'zh-CN': '尚未配置退订页面，请联系管理员',
  },
  {
    reasons: ['frequency'],
    en: 'the customer was contacted often enough lately',
    ru: 'в последнее время к клиенту обращались достаточно часто',
    'zh-CN': '近期联系已足够频繁',
  },
  {
    reasons: ['quiet_hours', 'left', 'frozen'],
    en: 'the customer should not be contacted now',
    ru: 'сейчас к клиенту обращаться не следует',
    'zh-CN': '目前不宜联系该客户',
  },
  {
    reasons: ['bounced', 'undeliverable'],
    en: 'a letter to this e-mail address came back',
    ru: 'письмо на этот адрес вернулось',
    'zh-CN': '发往该邮箱的邮件被退回',
  },
];

const otherwise: Readonly<Record<Language, string>> = {
  en: 'the mail server did not take it',
  ru: 'почтовый сервер не принял письмо',
  'zh-CN': '邮件服务器拒收',
};

/** Liquid that says why a greeting was not sent, of the value `reason`. */
export function whyUnsent(language: Language): string {
  const known = causes.map(({ reasons, [language]: said }) => {
    const asked = reasons.map((reason) => `'${reason}'`).join(', ');
    return `{% when ${asked} %}${said}`;
  });
  return `{% case reason %}${known.join('')}{% else %}${otherwise[language]}{% endcase %}`;
}
