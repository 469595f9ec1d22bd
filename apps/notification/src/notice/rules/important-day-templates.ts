import type { Template } from './templates.js';
import { whyUnsent } from './unsent-words.js';

const dayEn = `{% if kind == 'birthday' %}Birthday{% elsif kind == 'anniversary' %}Anniversary{% else %}{{ dayName }}{% endif %}`;
const dayRu = `{% if kind == 'birthday' %}День рождения{% elsif kind == 'anniversary' %}Годовщина{% else %}{{ dayName }}{% endif %}`;
const dayZh = `{% if kind == 'birthday' %}生日{% elsif kind == 'anniversary' %}周年纪念{% else %}{{ dayName }}{% endif %}`;
const who =
  '{% if contactName %}{{ contactName }} ({{ customerName }}){% else %}{{ customerName }}{% endif %}';
const whoZh =
  '{% if contactName %}{{ contactName }}（{{ customerName }}）{% else %}{{ customerName }}{% endif %}';

/**
 * Notices about days that come every year. `date` is the day itself, which ends in a point in Russian, so that none
 * follows it there.
 */
export const importantDayTemplates: Readonly<Record<string, Template>> = {
  'important-day': {
    values: { customerName: 200, contactName: 200, kind: 20, dayName: 200, date: 10, greeting: 500 },
    dates: ['date'],
    texts: {
      en: {
        subject: `${dayEn}: ${who}{% if date %}, {{ date }}{% endif %}`,
        text: `${dayEn}: ${who}{% if date %}, {{ date }}{% endif %}.
{% if greeting %}
Please send a greeting on the day, such as:
{{ greeting }}
{% endif %}`,
        html: `<p>${dayEn}: <strong><bdi>${who}</bdi></strong>{% if date %}, {{ date }}{% endif %}.</p>
{% if greeting %}<p>Please send a greeting on the day, such as:</p><p><bdi>{{ greeting }}</bdi></p>{% endif %}`,
      },
      ru: {
        subject: `${dayRu}: ${who}{% if date %}, {{ date }}{% endif %}`,
        text: `${dayRu}: ${who}{% if date %}, {{ date }}{% endif %}
{% if greeting %}
Отправьте в этот день поздравление, например:
{{ greeting }}
{% endif %}`,
        html: `<p>${dayRu}: <strong><bdi>${who}</bdi></strong>{% if date %}, {{ date }}{% endif %}</p>
{% if greeting %}<p>Отправьте в этот день поздравление, например:</p><p><bdi>{{ greeting }}</bdi></p>{% endif %}`,
      },
      'zh-CN': {
        subject: `${dayZh}：${whoZh}{% if date %}，{{ date }}{% endif %}`,
        text: `${dayZh}：${whoZh}{% if date %}，{{ date }}{% endif %}。
{% if greeting %}
请在当天发送祝福，例如：
{{ greeting }}
{% endif %}`,
        html: `<p>${dayZh}：<strong><bdi>${whoZh}</bdi></strong>{% if date %}，{{ date }}{% endif %}。</p>
{% if greeting %}<p>请在当天发送祝福，例如：</p><p><bdi>{{ greeting }}</bdi></p>{% endif %}`,
      },
    },
  },
  'greeting-unsent': {
    values: { customerName: 200, contactName: 200, reason: 40, greeting: 500 },
    texts: {
      en: {
        subject: `Greeting not sent: ${who}`,
        text: `The greeting to ${who} was not sent{% if reason %}: ${whyUnsent('en')}{% endif %}.

{{ greeting }}`,
        html: `<p>The greeting to <strong><bdi>${who}</bdi></strong> was not sent{% if reason %}: ${whyUnsent('en')}{% endif %}.</p>
<p><bdi>{{ greeting }}</bdi></p>`,
      },
      ru: {
        subject: `Поздравление не отправлено: ${who}`,
        text: `Поздравление (${who}) не отправлено{% if reason %}: ${whyUnsent('ru')}{% endif %}.

{{ greeting }}`,
        html: `<p>Поздравление (<strong><bdi>${who}</bdi></strong>) не отправлено{% if reason %}: ${whyUnsent('ru')}{% endif %}.</p>
<p><bdi>{{ greeting }}</bdi></p>`,
      },
      'zh-CN': {
        subject: `祝福未发送：${whoZh}`,
        text: `给${whoZh}的祝福未发送{% if reason %}：${whyUnsent('zh-CN')}{% endif %}。

{{ greeting }}`,
        html: `<p>给<strong><bdi>${whoZh}</bdi></strong>的祝福未发送{% if reason %}：${whyUnsent('zh-CN')}{% endif %}。</p>
<p><bdi>{{ greeting }}</bdi></p>`,
      },
    },
  },
  festival: {
    values: { festivalName: 200, date: 10, count: 10 },
    dates: ['date'],
    numbers: ['count'],
    translated: ['festivalName'],
    texts: {
      en: {
        subject: '{{ festivalName }}: {{ date }}',
        text: `{{ festivalName }} is on {{ date }}. Customers to congratulate: {{ count }}.`,
        html: `<p><strong><bdi>{{ festivalName }}</bdi></strong> is on {{ date }}. Customers to congratulate: {{ count }}.</p>`,
      },
      ru: {
        subject: '{{ festivalName }}: {{ date }}',
        text: `{{ festivalName }}: {{ date }}
Клиентов, которых стоит поздравить: {{ count }}.`,
        html: `<p><strong><bdi>{{ festivalName }}</bdi></strong>: {{ date }}</p>
<p>Клиентов, которых стоит поздравить: {{ count }}.</p>`,
      },
      'zh-CN': {
        subject: '{{ festivalName }}：{{ date }}',
        text: `{{ festivalName }}：{{ date }}。您有 {{ count }} 个客户可以问候。`,
        html: `<p><strong><bdi>{{ festivalName }}</bdi></strong>：{{ date }}。您有 {{ count }} 个客户可以问候。</p>`,
      },
    },
  },
};
