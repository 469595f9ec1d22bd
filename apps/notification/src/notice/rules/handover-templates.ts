import type { Template } from './templates.js';

/** Notices about records that change hands. Numbers come as text. */
export const handoverTemplates: Readonly<Record<string, Template>> = {
  'customers-received': {
    values: { count: 10, soon: 10, fromName: 200 },
    texts: {
      en: {
        subject: `{{ count }} customer{% if count != '1' %}s{% endif %} came to you from {{ fromName }}{% if soon %}, {{ soon }} due within 3 days{% endif %}`,
        text: `{{ count }} customer{% if count != '1' %}s{% endif %} came to you from {{ fromName }}.
{% if soon %}Due within 3 days: {{ soon }}
{% endif %}The dossiers tell what was said and promised.`,
        html: `<p>{{ count }} customer{% if count != '1' %}s{% endif %} came to you from <strong><bdi>{{ fromName }}</bdi></strong>.</p>
{% if soon %}<p>Due within 3 days: {{ soon }}</p>{% endif %}
<p>The dossiers tell what was said and promised.</p>`,
      },
      ru: {
        subject:
          'Вам передано клиентов: {{ count }} (от: {{ fromName }}){% if soon %}, срочных в ближайшие 3 дня: {{ soon }}{% endif %}',
        text: `Вам передано клиентов: {{ count }}. От кого: {{ fromName }}.
{% if soon %}Срок в ближайшие 3 дня: {{ soon }}
{% endif %}О чём говорили и что обещано — в досье.`,
        html: `<p>Вам передано клиентов: {{ count }}. От кого: <strong><bdi>{{ fromName }}</bdi></strong>.</p>
{% if soon %}<p>Срок в ближайшие 3 дня: {{ soon }}</p>{% endif %}
<p>О чём говорили и что обещано — в досье.</p>`,
      },
      'zh-CN': {
        subject:
          '{{ fromName }}的 {{ count }} 个客户已转给您{% if soon %}，其中 {{ soon }} 个三天内有待办{% endif %}',
        text: `{{ fromName }}的 {{ count }} 个客户已转给您。
{% if soon %}三天内有待办：{{ soon }} 个
{% endif %}沟通内容与承诺事项请见客户档案。`,
        html: `<p><strong><bdi>{{ fromName }}</bdi></strong>的 {{ count }} 个客户已转给您。</p>
{% if soon %}<p>三天内有待办：{{ soon }} 个</p>{% endif %}
<p>沟通内容与承诺事项请见客户档案。</p>`,
      },
    },
  },
  'handover-target-needed': {
    values: { personName: 200 },
    texts: {
      en: {
        subject: 'Nobody takes the records of {{ personName }}',
        text: `{{ personName }} has left, and no manager is there to take the records. Open the hand-over and say who takes them.`,
        html: `<p><strong><bdi>{{ personName }}</bdi></strong> has left, and no manager is there to take the records. Open the hand-over and say who takes them.</p>`,
      },
      ru: {
        subject: 'Некому передать дела: {{ personName }}',
        text: `{{ personName }} больше не работает, а руководителя, который принял бы дела, нет. Откройте передачу дел и укажите, кто их примет.`,
        html: `<p><strong><bdi>{{ personName }}</bdi></strong> больше не работает, а руководителя, который принял бы дела, нет. Откройте передачу дел и укажите, кто их примет.</p>`,
      },
      'zh-CN': {
        subject: '{{ personName }}的工作无人接收',
        text: `{{ personName }}已离职，且没有可接收的上级。请打开该交接并指定接收人。`,
        html: `<p><strong><bdi>{{ personName }}</bdi></strong>已离职，且没有可接收的上级。请打开该交接并指定接收人。</p>`,
      },
    },
  },
};
