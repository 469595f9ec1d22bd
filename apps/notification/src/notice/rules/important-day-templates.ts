import type { Template } from './templates.js';

const dayEn = `{% if kind == 'birthday' %}Birthday{% elsif kind == 'anniversary' %}Anniversary{% else %}{{ dayName }}{% endif %}`;
const dayRu = `{% if kind == 'birthday' %}День рождения{% elsif kind == 'anniversary' %}Годовщина{% else %}{{ dayName }}{% endif %}`;
const dayZh = `{% if kind == 'birthday' %}生日{% elsif kind == 'anniversary' %}周年纪念{% else %}{{ dayName }}{% endif %}`;
const who =
  '{% if contactName %}{{ contactName }} ({{ customerName }}){% else %}{{ customerName }}{% endif %}';
const whoZh =
  '{% if contactName %}{{ contactName }}（{{ customerName }}）{% else %}{{ customerName }}{% endif %}';

const why = (noAddress: string, consent: string, often: string, other: string) =>
  `{% if reason == 'no-address' %}${noAddress}{% elsif reason == 'withdrawn' or reason == 'no_consent' or reason == 'no-unsubscribe' %}${consent}{% elsif reason == 'frequency' %}${often}{% else %}${other}{% endif %}`;
const whyEn = why(
  'there is no e-mail address',
  'consent to e-mail is missing',
  'the customer was contacted often enough',
  'the mail server did not take it',
);
const whyRu = why(
  'нет адреса почты',
  'нет согласия на письма',
  'к клиенту обращались уже достаточно часто',
  'почтовый сервер не принял письмо',
);
const whyZh = why('没有邮箱地址', '未获得邮件联系的同意', '近期联系已足够频繁', '邮件服务器未接收');

/** Notices about days that come every year. `date` is the day itself, such as 2026-02-17. */
export const importantDayTemplates: Readonly<Record<string, Template>> = {
  'important-day': {
    values: { customerName: 200, contactName: 200, kind: 20, dayName: 200, date: 10, greeting: 500 },
    texts: {
      en: {
        subject: `${dayEn}: ${who}, {{ date }}`,
        text: `${dayEn}: ${who}, {{ date }}.
{% if greeting %}
Please send a greeting on the day, such as:
{{ greeting }}
{% endif %}`,
        html: `<p>${dayEn}: <strong><bdi>${who}</bdi></strong>, {{ date }}.</p>
{% if greeting %}<p>Please send a greeting on the day, such as:</p><p><bdi>{{ greeting }}</bdi></p>{% endif %}`,
      },
      ru: {
        subject: `${dayRu}: ${who}, {{ date }}`,
        text: `${dayRu}: ${who}, {{ date }}.
{% if greeting %}
Отправьте в этот день поздравление, например:
{{ greeting }}
{% endif %}`,
        html: `<p>${dayRu}: <strong><bdi>${who}</bdi></strong>, {{ date }}.</p>
{% if greeting %}<p>Отправьте в этот день поздравление, например:</p><p><bdi>{{ greeting }}</bdi></p>{% endif %}`,
      },
      'zh-CN': {
        subject: `${dayZh}：${whoZh}，{{ date }}`,
        text: `${dayZh}：${whoZh}，{{ date }}。
{% if greeting %}
请在当天发送祝福，例如：
{{ greeting }}
{% endif %}`,
        html: `<p>${dayZh}：<strong><bdi>${whoZh}</bdi></strong>，{{ date }}。</p>
{% if greeting %}<p>请在当天发送祝福，例如：</p><p><bdi>{{ greeting }}</bdi></p>{% endif %}`,
      },
    },
  },
  'greeting-unsent': {
    values: { customerName: 200, contactName: 200, reason: 40, greeting: 500 },
    texts: {
      en: {
        subject: `Greeting not sent: ${who}`,
        text: `The greeting to ${who} was not sent: ${whyEn}.

{{ greeting }}`,
        html: `<p>The greeting to <strong><bdi>${who}</bdi></strong> was not sent: ${whyEn}.</p>
<p><bdi>{{ greeting }}</bdi></p>`,
      },
      ru: {
        subject: `Поздравление не отправлено: ${who}`,
        text: `Поздравление (${who}) не отправлено: ${whyRu}.

{{ greeting }}`,
        html: `<p>Поздравление (<strong><bdi>${who}</bdi></strong>) не отправлено: ${whyRu}.</p>
<p><bdi>{{ greeting }}</bdi></p>`,
      },
      'zh-CN': {
        subject: `祝福未发送：${whoZh}`,
        text: `给${whoZh}的祝福未发送：${whyZh}。

{{ greeting }}`,
        html: `<p>给<strong><bdi>${whoZh}</bdi></strong>的祝福未发送：${whyZh}。</p>
<p><bdi>{{ greeting }}</bdi></p>`,
      },
    },
  },
  festival: {
    values: { festivalName: 200, date: 10, count: 10 },
    texts: {
      en: {
        subject: '{{ festivalName }}: {{ date }}',
        text: `{{ festivalName }} is on {{ date }}. Customers of yours to think of: {{ count }}.`,
        html: `<p><strong><bdi>{{ festivalName }}</bdi></strong> is on {{ date }}. Customers of yours to think of: {{ count }}.</p>`,
      },
      ru: {
        subject: '{{ festivalName }}: {{ date }}',
        text: `Праздник {{ festivalName }}: {{ date }}. Ваших клиентов, о которых стоит вспомнить: {{ count }}.`,
        html: `<p>Праздник <strong><bdi>{{ festivalName }}</bdi></strong>: {{ date }}. Ваших клиентов, о которых стоит вспомнить: {{ count }}.</p>`,
      },
      'zh-CN': {
        subject: '{{ festivalName }}：{{ date }}',
        text: `{{ festivalName }}是 {{ date }}。您有 {{ count }} 个客户需要问候。`,
        html: `<p><strong><bdi>{{ festivalName }}</bdi></strong>是 {{ date }}。您有 {{ count }} 个客户需要问候。</p>`,
      },
    },
  },
};
