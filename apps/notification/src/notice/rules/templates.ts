import type { Language } from '@kontor/errors/languages';
import { accountTemplates } from './account-templates.js';

/** One language of a template, in Liquid. */
export interface TemplateText {
  /** One line. */
  subject: string;
  text: string;
  /** Values are escaped; the frame of the page is put around it. */
  html: string;
}

/** What a service may have written to people. */
export interface Template {
  /** The values that it takes, and how many characters of each are shown. */
  values: Readonly<Record<string, number>>;
  texts: Readonly<Record<Language, TemplateText>>;
}

/**
 * Every template by its name. Besides its own values each may show `dueTime`, the time of the thing to remember in
 * the recipient's zone and language.
 */
export const templates: Readonly<Record<string, Template>> = {
  ...accountTemplates,
  'next-contact': {
    values: { customerName: 200, customerNumber: 40, nextAction: 500 },
    texts: {
      en: {
        subject: 'Contact {{ customerName }}: {{ dueTime }}',
        text: `You planned to contact {{ customerName }}{% if customerNumber %} ({{ customerNumber }}){% endif %}.

When: {{ dueTime }}
{% if nextAction %}What: {{ nextAction }}
{% endif %}`,
        html: `<p>You planned to contact <strong><bdi>{{ customerName }}</bdi></strong>{% if customerNumber %} ({{ customerNumber }}){% endif %}.</p>
<p>When: {{ dueTime }}</p>
{% if nextAction %}<p>What: <bdi>{{ nextAction }}</bdi></p>{% endif %}`,
      },
      ru: {
        subject: 'Связаться: {{ customerName }}, {{ dueTime }}',
        text: `Вы запланировали связаться с клиентом: {{ customerName }}{% if customerNumber %} ({{ customerNumber }}){% endif %}.

Когда: {{ dueTime }}
{% if nextAction %}Что сделать: {{ nextAction }}
{% endif %}`,
        html: `<p>Вы запланировали связаться с клиентом: <strong><bdi>{{ customerName }}</bdi></strong>{% if customerNumber %} ({{ customerNumber }}){% endif %}.</p>
<p>Когда: {{ dueTime }}</p>
{% if nextAction %}<p>Что сделать: <bdi>{{ nextAction }}</bdi></p>{% endif %}`,
      },
      'zh-CN': {
        subject: '联系{{ customerName }}：{{ dueTime }}',
        text: `您计划联系客户：{{ customerName }}{% if customerNumber %}（{{ customerNumber }}）{% endif %}。

时间：{{ dueTime }}
{% if nextAction %}事项：{{ nextAction }}
{% endif %}`,
        html: `<p>您计划联系客户：<strong><bdi>{{ customerName }}</bdi></strong>{% if customerNumber %}（{{ customerNumber }}）{% endif %}。</p>
<p>时间：{{ dueTime }}</p>
{% if nextAction %}<p>事项：<bdi>{{ nextAction }}</bdi></p>{% endif %}`,
      },
    },
  },
};
