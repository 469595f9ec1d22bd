import type { Template } from './templates.js';

/** Notices about records that change hands. Numbers come as text. */
export const handoverTemplates: Readonly<Record<string, Template>> = {
  'customers-received': {
    values: { count: 10, soon: 10, fromName: 200 },
    numbers: ['count', 'soon'],
    texts: {
      en: {
        subject: `{{ count }} customer{% if count != '1' %}s{% endif %} came to you from {{ fromName }}{% if soon %}, {{ soon }} to be contacted within 3 days{% endif %}`,
        text: `{{ count }} customer{% if count != '1' %}s{% endif %} came to you from {{ fromName }}.
{% if soon %}To be contacted within 3 days: {{ soon }}
{% endif %}The dossiers tell what was said and promised.`,
        html: `<p>{{ count }} customer{% if count != '1' %}s{% endif %} came to you from <strong><bdi>{{ fromName }}</bdi></strong>.</p>
{% if soon %}<p>To be contacted within 3 days: {{ soon }}</p>{% endif %}
<p>The dossiers tell what was said and promised.</p>`,
      },
      ru: {
        subject:
          'Вам передано клиентов: {{ count }} (от: {{ fromName }}){% if soon %}, из них с контактом в ближайшие 3 дня: {{ soon }}{% endif %}',
        text: `Вам передано клиентов: {{ count }}. От кого: {{ fromName }}.
{% if soon %}Контакт запланирован на ближайшие 3 дня: {{ soon }}
{% endif %}О чём говорили и что обещали, написано в досье клиентов.`,
        html: `<p>Вам передано клиентов: {{ count }}. От кого: <strong><bdi>{{ fromName }}</bdi></strong>.</p>
{% if soon %}<p>Контакт запланирован на ближайшие 3 дня: {{ soon }}</p>{% endif %}
<p>О чём говорили и что обещали, написано в досье клиентов.</p>`,
      },
      'zh-CN': {
        subject:
          '{{ fromName }}的 {{ count }} 个客户已转给您{% if soon %}，其中 {{ soon }} 个需在三天内联系{% endif %}',
        text: `{{ fromName }}的 {{ count }} 个客户已转给您。
{% if soon %}需在三天内联系：{{ soon }} 个
{% endif %}沟通内容与承诺事项请见客户档案。`,
        html: `<p><strong><bdi>{{ fromName }}</bdi></strong>的 {{ count }} 个客户已转给您。</p>
{% if soon %}<p>需在三天内联系：{{ soon }} 个</p>{% endif %}
<p>沟通内容与承诺事项请见客户档案。</p>`,
      },
    },
  },
  'handover-target-needed': {
    values: { personName: 200 },
    texts: {
      en: {
        subject: 'Nobody takes over the records of {{ personName }}',
        text: `{{ personName }} has left, and there is no superior who could take over the records. Open the hand-over and say who takes them.`,
        html: `<p><strong><bdi>{{ personName }}</bdi></strong> has left, and there is no superior who could take over the records. Open the hand-over and say who takes them.</p>`,
      },
      ru: {
        subject: 'Некому передать дела: {{ personName }}',
        text: `{{ personName }} больше не работает, а руководителя, который мог бы принять дела, нет. Откройте передачу дел и укажите, кто их примет.`,
        html: `<p><strong><bdi>{{ personName }}</bdi></strong> больше не работает, а руководителя, который мог бы принять дела, нет. Откройте передачу дел и укажите, кто их примет.</p>`,
      },
      'zh-CN': {
        subject: '{{ personName }}的工作无人接收',
        text: `{{ personName }}已离职，且没有可以接收的上级。请打开该项交接并指定接收人。`,
        html: `<p><strong><bdi>{{ personName }}</bdi></strong>已离职，且没有可以接收的上级。请打开该项交接并指定接收人。</p>`,
      },
    },
  },
};
