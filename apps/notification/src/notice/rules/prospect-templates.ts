import type { Template } from './templates.js';

/** Notices about prospects that are, or will be, taken from their owner. Numbers come as text. */
export const prospectTemplates: Readonly<Record<string, Template>> = {
  'reclaim-warning': {
    values: { count: 10, customerName: 200, ownerName: 200, reclaimTime: 40 },
    times: ['reclaimTime'],
    texts: {
      en: {
        subject: `{{ count }} prospect{% if count != '1' %}s{% endif %}{% if ownerName %} of {{ ownerName }}{% endif %} will be taken back soon`,
        text: `{{ count }} prospect{% if count != '1' %}s{% endif %}{% if ownerName %} of {{ ownerName }}{% endif %} will be taken back unless something is done.
{% if customerName %}First: {{ customerName }}{% if reclaimTime %}, {{ reclaimTime }}{% endif %}
{% endif %}`,
        html: `<p>{{ count }} prospect{% if count != '1' %}s{% endif %}{% if ownerName %} of <bdi>{{ ownerName }}</bdi>{% endif %} will be taken back unless something is done.</p>
{% if customerName %}<p>First: <strong><bdi>{{ customerName }}</bdi></strong>{% if reclaimTime %}, {{ reclaimTime }}{% endif %}</p>{% endif %}`,
      },
      ru: {
        subject:
          'Скоро будут отозваны потенциальные клиенты: {{ count }}{% if ownerName %} ({{ ownerName }}){% endif %}',
        text: `Если ничего не сделать, будут отозваны потенциальные клиенты: {{ count }}.{% if ownerName %} Ответственный: {{ ownerName }}.{% endif %}
{% if customerName %}Первый: {{ customerName }}{% if reclaimTime %}, {{ reclaimTime }}{% endif %}
{% endif %}`,
        html: `<p>Если ничего не сделать, будут отозваны потенциальные клиенты: {{ count }}.{% if ownerName %} Ответственный: <bdi>{{ ownerName }}</bdi>.{% endif %}</p>
{% if customerName %}<p>Первый: <strong><bdi>{{ customerName }}</bdi></strong>{% if reclaimTime %}, {{ reclaimTime }}{% endif %}</p>{% endif %}`,
      },
      'zh-CN': {
        subject: '{% if ownerName %}{{ ownerName }}的 {% endif %}{{ count }} 个潜在客户即将被收回',
        text: `如不跟进，{% if ownerName %}{{ ownerName }}的 {% endif %}{{ count }} 个潜在客户将被收回。
{% if customerName %}最先：{{ customerName }}{% if reclaimTime %}，{{ reclaimTime }}{% endif %}
{% endif %}`,
        html: `<p>如不跟进，{% if ownerName %}<bdi>{{ ownerName }}</bdi>的 {% endif %}{{ count }} 个潜在客户将被收回。</p>
{% if customerName %}<p>最先：<strong><bdi>{{ customerName }}</bdi></strong>{% if reclaimTime %}，{{ reclaimTime }}{% endif %}</p>{% endif %}`,
      },
    },
  },
  'prospects-reclaimed': {
    values: { count: 10, customerName: 200, ownerName: 200, idle: 10, lost: 10 },
    texts: {
      en: {
        subject: `{{ count }} prospect{% if count != '1' %}s{% endif %}{% if ownerName %} of {{ ownerName }}{% endif %} taken back`,
        text: `{{ count }} prospect{% if count != '1' %}s were{% else %} was{% endif %} taken back{% if ownerName %} from {{ ownerName }}{% endif %}: {% if lost %}lost for too long{% elsif idle %}too long without a talk{% else %}too long without a deal{% endif %}.
{% if customerName %}Among them: {{ customerName }}
{% endif %}`,
        html: `<p>{{ count }} prospect{% if count != '1' %}s were{% else %} was{% endif %} taken back{% if ownerName %} from <bdi>{{ ownerName }}</bdi>{% endif %}: {% if lost %}lost for too long{% elsif idle %}too long without a talk{% else %}too long without a deal{% endif %}.</p>
{% if customerName %}<p>Among them: <strong><bdi>{{ customerName }}</bdi></strong></p>{% endif %}`,
      },
      ru: {
        subject: 'Отозваны потенциальные клиенты: {{ count }}{% if ownerName %} ({{ ownerName }}){% endif %}',
        text: `Отозваны потенциальные клиенты: {{ count }}.{% if ownerName %} Ответственный: {{ ownerName }}.{% endif %} Причина: {% if lost %}давно потеряны{% elsif idle %}слишком долго без контакта{% else %}слишком долго без сделки{% endif %}.
{% if customerName %}Среди них: {{ customerName }}
{% endif %}`,
        html: `<p>Отозваны потенциальные клиенты: {{ count }}.{% if ownerName %} Ответственный: <bdi>{{ ownerName }}</bdi>.{% endif %} Причина: {% if lost %}давно потеряны{% elsif idle %}слишком долго без контакта{% else %}слишком долго без сделки{% endif %}.</p>
{% if customerName %}<p>Среди них: <strong><bdi>{{ customerName }}</bdi></strong></p>{% endif %}`,
      },
      'zh-CN': {
        subject: '{% if ownerName %}{{ ownerName }}的 {% endif %}{{ count }} 个潜在客户已被收回',
        text: `{% if ownerName %}{{ ownerName }}的 {% endif %}{{ count }} 个潜在客户因{% if lost %}流失过久{% elsif idle %}长期未跟进{% else %}长期未成交{% endif %}已被收回。
{% if customerName %}其中：{{ customerName }}
{% endif %}`,
        html: `<p>{% if ownerName %}<bdi>{{ ownerName }}</bdi>的 {% endif %}{{ count }} 个潜在客户因{% if lost %}流失过久{% elsif idle %}长期未跟进{% else %}长期未成交{% endif %}已被收回。</p>
{% if customerName %}<p>其中：<strong><bdi>{{ customerName }}</bdi></strong></p>{% endif %}`,
      },
    },
  },
  'freeze-requested': {
    values: { customerName: 200, ownerName: 200, reason: 500 },
    texts: {
      en: {
        subject: '{{ ownerName }} asks to freeze {{ customerName }}',
        text: `{{ ownerName }} asks to freeze {{ customerName }}.
{% if reason %}Reason: {{ reason }}
{% endif %}`,
        html: `<p><bdi>{{ ownerName }}</bdi> asks to freeze <strong><bdi>{{ customerName }}</bdi></strong>.</p>
{% if reason %}<p>Reason: <bdi>{{ reason }}</bdi></p>{% endif %}`,
      },
      ru: {
        subject: 'Просьба о заморозке: {{ customerName }} ({{ ownerName }})',
        text: `{{ ownerName }} просит заморозить клиента: {{ customerName }}.
{% if reason %}Причина: {{ reason }}
{% endif %}`,
        html: `<p><bdi>{{ ownerName }}</bdi> просит заморозить клиента: <strong><bdi>{{ customerName }}</bdi></strong>.</p>
{% if reason %}<p>Причина: <bdi>{{ reason }}</bdi></p>{% endif %}`,
      },
      'zh-CN': {
        subject: '{{ ownerName }}申请冻结{{ customerName }}',
        text: `{{ ownerName }}申请冻结客户{{ customerName }}。
{% if reason %}原因：{{ reason }}
{% endif %}`,
        html: `<p><bdi>{{ ownerName }}</bdi>申请冻结客户<strong><bdi>{{ customerName }}</bdi></strong>。</p>
{% if reason %}<p>原因：<bdi>{{ reason }}</bdi></p>{% endif %}`,
      },
    },
  },
  'freeze-decided': {
    values: { customerName: 200, deciderName: 200, approved: 10, freezeTime: 40 },
    times: ['freezeTime'],
    texts: {
      en: {
        subject: '{{ customerName }} {% if approved %}is frozen{% else %}is not frozen{% endif %}',
        text: `{{ deciderName }} decided: {{ customerName }} {% if approved %}is frozen{% if freezeTime %} until {{ freezeTime }}{% endif %}{% else %}is not frozen{% endif %}.
`,
        html: `<p><bdi>{{ deciderName }}</bdi> decided: <strong><bdi>{{ customerName }}</bdi></strong> {% if approved %}is frozen{% if freezeTime %} until {{ freezeTime }}{% endif %}{% else %}is not frozen{% endif %}.</p>`,
      },
      ru: {
        subject: '{{ customerName }}: {% if approved %}заморозка разрешена{% else %}заморозки нет{% endif %}',
        text: `Решение ({{ deciderName }}): {{ customerName }} — {% if approved %}заморозка разрешена{% if freezeTime %} до {{ freezeTime }}{% endif %}{% else %}заморозки нет{% endif %}.
`,
        html: `<p>Решение (<bdi>{{ deciderName }}</bdi>): <strong><bdi>{{ customerName }}</bdi></strong> — {% if approved %}заморозка разрешена{% if freezeTime %} до {{ freezeTime }}{% endif %}{% else %}заморозки нет{% endif %}.</p>`,
      },
      'zh-CN': {
        subject: '{{ customerName }}{% if approved %}已获准冻结{% else %}未被冻结{% endif %}',
        text: `{{ deciderName }}决定：{{ customerName }}{% if approved %}已冻结{% if freezeTime %}至 {{ freezeTime }}{% endif %}{% else %}不予冻结{% endif %}。
`,
        html: `<p><bdi>{{ deciderName }}</bdi>决定：<strong><bdi>{{ customerName }}</bdi></strong>{% if approved %}已冻结{% if freezeTime %}至 {{ freezeTime }}{% endif %}{% else %}不予冻结{% endif %}。</p>`,
      },
    },
  },
  'customers-unassigned': {
    values: { count: 10, customerName: 200 },
    texts: {
      en: {
        subject: 'Customers wait for an owner{% if count %}: {{ count }}{% endif %}',
        text: `Nobody owns customers that you keep{% if count %} ({{ count }}){% endif %}.
{% if customerName %}One of them: {{ customerName }}
{% endif %}`,
        html: `<p>Nobody owns customers that you keep{% if count %} ({{ count }}){% endif %}.</p>
{% if customerName %}<p>One of them: <strong><bdi>{{ customerName }}</bdi></strong></p>{% endif %}`,
      },
      ru: {
        subject: 'Клиенты ждут ответственного{% if count %}: {{ count }}{% endif %}',
        text: `У клиентов, за которыми вы присматриваете, нет ответственного{% if count %} ({{ count }}){% endif %}.
{% if customerName %}Один из них: {{ customerName }}
{% endif %}`,
        html: `<p>У клиентов, за которыми вы присматриваете, нет ответственного{% if count %} ({{ count }}){% endif %}.</p>
{% if customerName %}<p>Один из них: <strong><bdi>{{ customerName }}</bdi></strong></p>{% endif %}`,
      },
      'zh-CN': {
        subject: '有客户等待分配{% if count %}：{{ count }} 个{% endif %}',
        text: `由您代管的客户尚无负责人{% if count %}（{{ count }} 个）{% endif %}。
{% if customerName %}其中：{{ customerName }}
{% endif %}`,
        html: `<p>由您代管的客户尚无负责人{% if count %}（{{ count }} 个）{% endif %}。</p>
{% if customerName %}<p>其中：<strong><bdi>{{ customerName }}</bdi></strong></p>{% endif %}`,
      },
    },
  },
  'customers-merged': {
    values: { customerName: 200, customerNumber: 40, mergedName: 200, mergedNumber: 40, own: 10 },
    texts: {
      en: {
        subject: 'Customers merged: {{ mergedName }} → {{ customerName }}',
        text: `{{ mergedName }} ({{ mergedNumber }}) became part of {{ customerName }} ({{ customerNumber }}).
{% if own %}The customer is yours, with the contacts and talks of both.{% else %}The customer belongs to somebody else now.{% endif %}
`,
        html: `<p><strong><bdi>{{ mergedName }}</bdi></strong> ({{ mergedNumber }}) became part of <strong><bdi>{{ customerName }}</bdi></strong> ({{ customerNumber }}).</p>
<p>{% if own %}The customer is yours, with the contacts and talks of both.{% else %}The customer belongs to somebody else now.{% endif %}</p>`,
      },
      ru: {
        subject: 'Клиенты объединены: {{ mergedName }} → {{ customerName }}',
        text: `{{ mergedName }} ({{ mergedNumber }}) теперь часть клиента {{ customerName }} ({{ customerNumber }}).
{% if own %}Клиент ваш, с контактами и разговорами обоих.{% else %}Теперь у клиента другой ответственный.{% endif %}
`,
        html: `<p><strong><bdi>{{ mergedName }}</bdi></strong> ({{ mergedNumber }}) теперь часть клиента <strong><bdi>{{ customerName }}</bdi></strong> ({{ customerNumber }}).</p>
<p>{% if own %}Клиент ваш, с контактами и разговорами обоих.{% else %}Теперь у клиента другой ответственный.{% endif %}</p>`,
      },
      'zh-CN': {
        subject: '客户已合并：{{ mergedName }} → {{ customerName }}',
        text: `{{ mergedName }}（{{ mergedNumber }}）已并入 {{ customerName }}（{{ customerNumber }}）。
{% if own %}该客户由您负责，包含双方的联系人和沟通记录。{% else %}该客户现由他人负责。{% endif %}
`,
        html: `<p><strong><bdi>{{ mergedName }}</bdi></strong>（{{ mergedNumber }}）已并入 <strong><bdi>{{ customerName }}</bdi></strong>（{{ customerNumber }}）。</p>
<p>{% if own %}该客户由您负责，包含双方的联系人和沟通记录。{% else %}该客户现由他人负责。{% endif %}</p>`,
      },
    },
  },
};
