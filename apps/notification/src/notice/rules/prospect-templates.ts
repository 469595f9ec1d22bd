import type { Template } from './templates.js';

/** Notices about prospects that are, or will be, taken from their owner. Numbers come as text. */
export const prospectTemplates: Readonly<Record<string, Template>> = {
  'reclaim-warning': {
    values: { count: 10, customerName: 200, ownerName: 200, reclaimTime: 40 },
    numbers: ['count'],
    times: ['reclaimTime'],
    texts: {
      en: {
        subject: `{{ count }} prospect{% if count != '1' %}s{% endif %}{% if ownerName %} of {{ ownerName }}{% endif %} will be taken back soon`,
        text: `{{ count }} prospect{% if count != '1' %}s{% endif %}{% if ownerName %} of {{ ownerName }}{% endif %} will be taken back unless followed up in time.
{% if customerName %}The first: {{ customerName }}{% if reclaimTime %}, {{ reclaimTime }}{% endif %}
{% endif %}`,
        html: `<p>{{ count }} prospect{% if count != '1' %}s{% endif %}{% if ownerName %} of <bdi>{{ ownerName }}</bdi>{% endif %} will be taken back unless followed up in time.</p>
{% if customerName %}<p>The first: <strong><bdi>{{ customerName }}</bdi></strong>{% if reclaimTime %}, {{ reclaimTime }}{% endif %}</p>{% endif %}`,
      },
      ru: {
        subject:
          'Скоро {% if ownerName %}у ответственного{% else %}у вас{% endif %} отзовут потенциальных клиентов: {{ count }}{% if ownerName %} ({{ ownerName }}){% endif %}',
        text: `Если не заняться ими вовремя, {% if ownerName %}у ответственного{% else %}у вас{% endif %} отзовут потенциальных клиентов: {{ count }}.{% if ownerName %} Ответственный: {{ ownerName }}.{% endif %}
{% if customerName %}Раньше всех: {{ customerName }}{% if reclaimTime %}, {{ reclaimTime }}{% endif %}
{% endif %}`,
        html: `<p>Если не заняться ими вовремя, {% if ownerName %}у ответственного{% else %}у вас{% endif %} отзовут потенциальных клиентов: {{ count }}.{% if ownerName %} Ответственный: <bdi>{{ ownerName }}</bdi>.{% endif %}</p>
{% if customerName %}<p>Раньше всех: <strong><bdi>{{ customerName }}</bdi></strong>{% if reclaimTime %}, {{ reclaimTime }}{% endif %}</p>{% endif %}`,
      },
      'zh-CN': {
        subject: '{% if ownerName %}{{ ownerName }}的 {% endif %}{{ count }} 个潜在客户即将被回收',
        text: `如不及时跟进，{% if ownerName %}{{ ownerName }}的 {% endif %}{{ count }} 个潜在客户将被回收。
{% if customerName %}最早被回收的是：{{ customerName }}{% if reclaimTime %}，{{ reclaimTime }}{% endif %}
{% endif %}`,
        html: `<p>如不及时跟进，{% if ownerName %}<bdi>{{ ownerName }}</bdi>的 {% endif %}{{ count }} 个潜在客户将被回收。</p>
{% if customerName %}<p>最早被回收的是：<strong><bdi>{{ customerName }}</bdi></strong>{% if reclaimTime %}，{{ reclaimTime }}{% endif %}</p>{% endif %}`,
      },
    },
  },
  'prospects-reclaimed': {
    values: { count: 10, customerName: 200, ownerName: 200, idle: 10, lost: 10 },
    numbers: ['count'],
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
        subject:
          '{% if ownerName %}У ответственного{% else %}У вас{% endif %} отозваны потенциальные клиенты: {{ count }}{% if ownerName %} ({{ ownerName }}){% endif %}',
        text: `{% if ownerName %}У ответственного{% else %}У вас{% endif %} отозваны потенциальные клиенты: {{ count }}.{% if ownerName %} Ответственный: {{ ownerName }}.{% endif %} Причина: {% if lost %}слишком давно потеряны{% elsif idle %}слишком долго без контактов{% else %}слишком долго без сделки{% endif %}.
{% if customerName %}Среди них: {{ customerName }}
{% endif %}`,
        html: `<p>{% if ownerName %}У ответственного{% else %}У вас{% endif %} отозваны потенциальные клиенты: {{ count }}.{% if ownerName %} Ответственный: <bdi>{{ ownerName }}</bdi>.{% endif %} Причина: {% if lost %}слишком давно потеряны{% elsif idle %}слишком долго без контактов{% else %}слишком долго без сделки{% endif %}.</p>
{% if customerName %}<p>Среди них: <strong><bdi>{{ customerName }}</bdi></strong></p>{% endif %}`,
      },
      'zh-CN': {
        subject: '{% if ownerName %}{{ ownerName }}的 {% endif %}{{ count }} 个潜在客户已被回收',
        text: `{% if ownerName %}{{ ownerName }}的 {% endif %}{{ count }} 个潜在客户因{% if lost %}流失时间过长{% elsif idle %}长期未跟进{% else %}长期未成交{% endif %}而被回收。
{% if customerName %}其中包括：{{ customerName }}
{% endif %}`,
        html: `<p>{% if ownerName %}<bdi>{{ ownerName }}</bdi>的 {% endif %}{{ count }} 个潜在客户因{% if lost %}流失时间过长{% elsif idle %}长期未跟进{% else %}长期未成交{% endif %}而被回收。</p>
{% if customerName %}<p>其中包括：<strong><bdi>{{ customerName }}</bdi></strong></p>{% endif %}`,
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
        subject: 'Запрос на заморозку: {{ customerName }} ({{ ownerName }})',
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
        subject:
          '{{ customerName }}: {% if approved %}заморозка разрешена{% else %}в заморозке отказано{% endif %}',
        text: `Решение ({{ deciderName }}): {{ customerName }} — {% if approved %}{% if freezeTime %}заморозка разрешена, окончание: {{ freezeTime }}{% else %}заморозка разрешена{% endif %}{% else %}в заморозке отказано{% endif %}.
`,
        html: `<p>Решение (<bdi>{{ deciderName }}</bdi>): <strong><bdi>{{ customerName }}</bdi></strong> — {% if approved %}{% if freezeTime %}заморозка разрешена, окончание: {{ freezeTime }}{% else %}заморозка разрешена{% endif %}{% else %}в заморозке отказано{% endif %}.</p>`,
      },
      'zh-CN': {
        subject: '{{ customerName }}{% if approved %}已获准冻结{% else %}未获准冻结{% endif %}',
        text: `{{ deciderName }}决定：{{ customerName }}{% if approved %}准予冻结{% if freezeTime %}至 {{ freezeTime }}{% endif %}{% else %}不予冻结{% endif %}。
`,
        html: `<p><bdi>{{ deciderName }}</bdi>决定：<strong><bdi>{{ customerName }}</bdi></strong>{% if approved %}准予冻结{% if freezeTime %}至 {{ freezeTime }}{% endif %}{% else %}不予冻结{% endif %}。</p>`,
      },
    },
  },
  'customers-unassigned': {
    values: { count: 10, customerName: 200 },
    numbers: ['count'],
    texts: {
      en: {
        subject: 'Customers wait for an owner{% if count %}: {{ count }}{% endif %}',
        text: `Customers in your keeping have no owner{% if count %} ({{ count }}){% endif %}. Please assign them.
{% if customerName %}One of them: {{ customerName }}
{% endif %}`,
        html: `<p>Customers in your keeping have no owner{% if count %} ({{ count }}){% endif %}. Please assign them.</p>
{% if customerName %}<p>One of them: <strong><bdi>{{ customerName }}</bdi></strong></p>{% endif %}`,
      },
      ru: {
        subject: 'Клиенты ждут ответственного{% if count %}: {{ count }}{% endif %}',
        text: `У клиентов, которые временно закреплены за вами, нет ответственного{% if count %} ({{ count }}){% endif %}. Назначьте его.
{% if customerName %}Один из них: {{ customerName }}
{% endif %}`,
        html: `<p>У клиентов, которые временно закреплены за вами, нет ответственного{% if count %} ({{ count }}){% endif %}. Назначьте его.</p>
{% if customerName %}<p>Один из них: <strong><bdi>{{ customerName }}</bdi></strong></p>{% endif %}`,
      },
      'zh-CN': {
        subject: '有客户等待分配{% if count %}：{{ count }} 个{% endif %}',
        text: `由您代管的客户尚无负责人{% if count %}（{{ count }} 个）{% endif %}，请分配。
{% if customerName %}其中包括：{{ customerName }}
{% endif %}`,
        html: `<p>由您代管的客户尚无负责人{% if count %}（{{ count }} 个）{% endif %}，请分配。</p>
{% if customerName %}<p>其中包括：<strong><bdi>{{ customerName }}</bdi></strong></p>{% endif %}`,
      },
    },
  },
  'customers-merged': {
    values: { customerName: 200, customerNumber: 40, mergedName: 200, mergedNumber: 40, own: 10 },
    texts: {
      en: {
        subject: 'Customers merged: {{ mergedName }} → {{ customerName }}',
        text: `{{ mergedName }}{% if mergedNumber %} ({{ mergedNumber }}){% endif %} was merged into {{ customerName }}{% if customerNumber %} ({{ customerNumber }}){% endif %}.
{% if own %}The customer is yours, with the contacts and talks of both.{% else %}The customer belongs to somebody else now.{% endif %}
`,
        html: `<p><strong><bdi>{{ mergedName }}</bdi></strong>{% if mergedNumber %} ({{ mergedNumber }}){% endif %} was merged into <strong><bdi>{{ customerName }}</bdi></strong>{% if customerNumber %} ({{ customerNumber }}){% endif %}.</p>
<p>{% if own %}The customer is yours, with the contacts and talks of both.{% else %}The customer belongs to somebody else now.{% endif %}</p>`,
      },
      ru: {
        subject: 'Клиенты объединены: {{ mergedName }} → {{ customerName }}',
        text: `{{ mergedName }}{% if mergedNumber %} ({{ mergedNumber }}){% endif %} присоединён к клиенту {{ customerName }}{% if customerNumber %} ({{ customerNumber }}){% endif %}.
{% if own %}Ответственный — вы; контактные лица и история контактов теперь общие.{% else %}Теперь у клиента другой ответственный.{% endif %}
`,
        html: `<p><strong><bdi>{{ mergedName }}</bdi></strong>{% if mergedNumber %} ({{ mergedNumber }}){% endif %} присоединён к клиенту <strong><bdi>{{ customerName }}</bdi></strong>{% if customerNumber %} ({{ customerNumber }}){% endif %}.</p>
<p>{% if own %}Ответственный — вы; контактные лица и история контактов теперь общие.{% else %}Теперь у клиента другой ответственный.{% endif %}</p>`,
      },
      'zh-CN': {
        subject: '客户已合并：{{ mergedName }} → {{ customerName }}',
        text: `{{ mergedName }}{% if mergedNumber %}（{{ mergedNumber }}）{% endif %}已并入 {{ customerName }}{% if customerNumber %}（{{ customerNumber }}）{% endif %}。
{% if own %}该客户由您负责，包含双方的联系人和沟通记录。{% else %}该客户现由他人负责。{% endif %}
`,
        html: `<p><strong><bdi>{{ mergedName }}</bdi></strong>{% if mergedNumber %}（{{ mergedNumber }}）{% endif %}已并入 <strong><bdi>{{ customerName }}</bdi></strong>{% if customerNumber %}（{{ customerNumber }}）{% endif %}。</p>
<p>{% if own %}该客户由您负责，包含双方的联系人和沟通记录。{% else %}该客户现由他人负责。{% endif %}</p>`,
      },
    },
  },
};
