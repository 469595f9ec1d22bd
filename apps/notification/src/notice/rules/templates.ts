import type { Language } from '@kontor/errors/languages';
import { accountTemplates } from './account-templates.js';
import { auditTemplates } from './audit-templates.js';
import { conversionTemplates } from './conversion-templates.js';
import { handoverTemplates } from './handover-templates.js';
import { importantDayTemplates } from './important-day-templates.js';
import { mailTemplates } from './mail-templates.js';
import { outsideTemplates } from './outside-templates.js';
import { readRequestTemplates } from './read-request-templates.js';
import { prospectTemplates } from './prospect-templates.js';
import { substitutionTemplates } from './substitution-templates.js';

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
  /** Values that are moments, RFC 3339: shown by the reader's clock and calendar. */
  times?: readonly string[];
  /** Values that are days, such as 2026-02-17: shown by the reader's calendar. */
  dates?: readonly string[];
  /** Values that are whole numbers: shown as the reader's language groups digits. */
  numbers?: readonly string[];
  /** Values that name an object of the contract, such as `customer`: shown as people call it. */
  objects?: readonly string[];
  /** Names that may be written in several languages, parted by ` · `: shown in the reader's. */
  translated?: readonly string[];
  /** For the person alone: who stands in for the person gets no copy. */
  personal?: boolean;
  texts: Readonly<Record<Language, TemplateText>>;
}

/**
 * Every template by its name. Besides its own values each may show `dueTime`, the time of the thing to remember in
 * the recipient's zone and language.
 */
export const templates: Readonly<Record<string, Template>> = {
  ...accountTemplates,
  ...readRequestTemplates,
  ...handoverTemplates,
  ...importantDayTemplates,
  ...auditTemplates,
  ...substitutionTemplates,
  ...prospectTemplates,
  ...conversionTemplates,
  ...outsideTemplates,
  ...mailTemplates,
  'next-contact': {
    values: { customerName: 200, customerNumber: 40, nextAction: 500 },
    texts: {
      en: {
        subject: 'Contact {{ customerName }}{% if dueTime %}: {{ dueTime }}{% endif %}',
        text: `You planned to contact {{ customerName }}{% if customerNumber %} ({{ customerNumber }}){% endif %}.

{% if dueTime %}When: {{ dueTime }}
{% endif %}{% if nextAction %}What: {{ nextAction }}
{% endif %}`,
        html: `<p>You planned to contact <strong><bdi>{{ customerName }}</bdi></strong>{% if customerNumber %} ({{ customerNumber }}){% endif %}.</p>
{% if dueTime %}<p>When: {{ dueTime }}</p>{% endif %}
{% if nextAction %}<p>What: <bdi>{{ nextAction }}</bdi></p>{% endif %}`,
      },
      ru: {
        subject: 'Связаться: {{ customerName }}{% if dueTime %}, {{ dueTime }}{% endif %}',
        text: `Вы запланировали связаться с клиентом: {{ customerName }}{% if customerNumber %} ({{ customerNumber }}){% endif %}.

{% if dueTime %}Когда: {{ dueTime }}
{% endif %}{% if nextAction %}Что сделать: {{ nextAction }}
{% endif %}`,
        html: `<p>Вы запланировали связаться с клиентом: <strong><bdi>{{ customerName }}</bdi></strong>{% if customerNumber %} ({{ customerNumber }}){% endif %}.</p>
{% if dueTime %}<p>Когда: {{ dueTime }}</p>{% endif %}
{% if nextAction %}<p>Что сделать: <bdi>{{ nextAction }}</bdi></p>{% endif %}`,
      },
      'zh-CN': {
        subject: '联系{{ customerName }}{% if dueTime %}：{{ dueTime }}{% endif %}',
        text: `您计划联系客户：{{ customerName }}{% if customerNumber %}（{{ customerNumber }}）{% endif %}。

{% if dueTime %}时间：{{ dueTime }}
{% endif %}{% if nextAction %}事项：{{ nextAction }}
{% endif %}`,
        html: `<p>您计划联系客户：<strong><bdi>{{ customerName }}</bdi></strong>{% if customerNumber %}（{{ customerNumber }}）{% endif %}。</p>
{% if dueTime %}<p>时间：{{ dueTime }}</p>{% endif %}
{% if nextAction %}<p>事项：<bdi>{{ nextAction }}</bdi></p>{% endif %}`,
      },
    },
  },
};
