import type { Template } from './templates.js';

/** Notices about what people do with data. */
export const auditTemplates: Readonly<Record<string, Template>> = {
  // Personal: who stands in for the superior may be the one who read.
  'mass-read': {
    values: { personName: 200, rows: 20, limit: 20 },
    numbers: ['rows', 'limit'],
    personal: true,
    texts: {
      en: {
        subject: '{{ personName }} has read an unusual number of records',
        text: `{{ personName }} has read {{ rows }} records within an hour; more than {{ limit }} are unusual. The audit shows which lists they were.`,
        html: `<p><strong><bdi>{{ personName }}</bdi></strong> has read {{ rows }} records within an hour; more than {{ limit }} are unusual. The audit shows which lists they were.</p>`,
      },
      ru: {
        subject: '{{ personName }}: просмотрено необычно много записей',
        text: `{{ personName }}: за час просмотрено записей — {{ rows }}; обычно бывает не больше {{ limit }}. Какие это были списки, видно в журнале аудита.`,
        html: `<p><strong><bdi>{{ personName }}</bdi></strong>: за час просмотрено записей — {{ rows }}; обычно бывает не больше {{ limit }}. Какие это были списки, видно в журнале аудита.</p>`,
      },
      'zh-CN': {
        subject: '{{ personName }}查看的记录数量异常',
        text: `{{ personName }}在一小时内查看了 {{ rows }} 条记录，正常情况下不超过 {{ limit }} 条。具体列表请查看审计日志。`,
        html: `<p><strong><bdi>{{ personName }}</bdi></strong>在一小时内查看了 {{ rows }} 条记录，正常情况下不超过 {{ limit }} 条。具体列表请查看审计日志。</p>`,
      },
    },
  },
};
