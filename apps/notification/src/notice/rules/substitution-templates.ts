import type { Template } from './templates.js';

/** Notices to those whom a substitution concerns, of its beginning and of its being called off. */
export const substitutionTemplates: Readonly<Record<string, Template>> = {
  substitution: {
    values: { absentName: 200, substituteName: 200, startTime: 40, endTime: 40, cancelled: 5 },
    times: ['startTime', 'endTime'],
    personal: true,
    texts: {
      en: {
        subject:
          '{% if cancelled %}Called off: {% endif %}{{ substituteName }} stands in for {{ absentName }}',
        text: `{% if cancelled %}Called off: {% endif %}{{ substituteName }} stands in for {{ absentName }}.

From: {{ startTime }}
Until: {{ endTime }}`,
        html: `<p>{% if cancelled %}Called off: {% endif %}<strong><bdi>{{ substituteName }}</bdi></strong> stands in for <strong><bdi>{{ absentName }}</bdi></strong>.</p>
<p>From: {{ startTime }}</p>
<p>Until: {{ endTime }}</p>`,
      },
      ru: {
        subject:
          '{% if cancelled %}Отменено замещение{% else %}Замещение{% endif %}: {{ absentName }} — {{ substituteName }}',
        text: `{% if cancelled %}Отменено замещение.{% else %}Назначено замещение.{% endif %}

Отсутствует: {{ absentName }}
Замещает: {{ substituteName }}
Начало: {{ startTime }}
Окончание: {{ endTime }}`,
        html: `<p>{% if cancelled %}Отменено замещение.{% else %}Назначено замещение.{% endif %}</p>
<p>Отсутствует: <strong><bdi>{{ absentName }}</bdi></strong></p>
<p>Замещает: <strong><bdi>{{ substituteName }}</bdi></strong></p>
<p>Начало: {{ startTime }}</p>
<p>Окончание: {{ endTime }}</p>`,
      },
      'zh-CN': {
        subject: '{% if cancelled %}已取消：{% endif %}{{ substituteName }}代理{{ absentName }}',
        text: `{% if cancelled %}已取消：{% endif %}由{{ substituteName }}代理{{ absentName }}。

开始：{{ startTime }}
结束：{{ endTime }}`,
        html: `<p>{% if cancelled %}已取消：{% endif %}由<strong><bdi>{{ substituteName }}</bdi></strong>代理<strong><bdi>{{ absentName }}</bdi></strong>。</p>
<p>开始：{{ startTime }}</p>
<p>结束：{{ endTime }}</p>`,
      },
    },
  },
};
