import type { Template, TemplateText } from './templates.js';

const words = (subject: string) => `{% if greeting %}{{ greeting }}{% else %}${subject}{% endif %}`;
const textOf = (subject: string, unsubscribe: string): TemplateText => ({
  subject,
  text: `${words(subject)}
{% if unsubscribeUrl %}

${unsubscribe} {{ unsubscribeUrl }}
{% endif %}`,
  html: `<p><bdi>${words(subject)}</bdi></p>
{% if unsubscribeUrl %}<p>${unsubscribe} <bdi>{{ unsubscribeUrl }}</bdi></p>{% endif %}`,
});

/** Letters to people outside of the company. */
export const outsideTemplates: Readonly<Record<string, Template>> = {
  greeting: {
    values: { kind: 20, greeting: 500, unsubscribeUrl: 1000 },
    texts: {
      en: textOf(
        `{% if kind == 'birthday' %}Happy birthday!{% else %}With our congratulations{% endif %}`,
        'To receive no more e-mails from us:',
      ),
      ru: textOf(
        `{% if kind == 'birthday' %}С днём рождения!{% else %}Поздравляем!{% endif %}`,
        'Чтобы больше не получать наши письма:',
      ),
      'zh-CN': textOf(
        `{% if kind == 'birthday' %}生日快乐！{% else %}谨致祝贺{% endif %}`,
        '如不希望再收到我们的邮件，请点击退订：',
      ),
    },
  },
};
