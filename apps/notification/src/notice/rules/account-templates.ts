import type { Template } from './templates.js';

/** Values of messages with a one-time token. `link` where the company has a page for it, else only `token`. */
const tokenValues = { personName: 200, email: 254, token: 100, link: 600 };

/** Messages about signing in. `dueTime` is when the token ends. */
export const accountTemplates: Readonly<Record<string, Template>> = {
  invitation: {
    values: tokenValues,
    texts: {
      en: {
        subject: 'Your access to Kontor',
        text: `Hello {{ personName }},

you have been invited to Kontor. You sign in as {{ email }}; please set your password first.

{% if link %}Open: {{ link }}{% else %}Your code: {{ token }}{% endif %}

It can be used once, until {{ dueTime }}.`,
        html: `<p>Hello <bdi>{{ personName }}</bdi>,</p>
<p>you have been invited to Kontor. You sign in as <strong>{{ email }}</strong>; please set your password first.</p>
<p>{% if link %}Open: {{ link }}{% else %}Your code: <strong>{{ token }}</strong>{% endif %}</p>
<p>It can be used once, until {{ dueTime }}.</p>`,
      },
      ru: {
        subject: 'Ваш доступ к Kontor',
        text: `Здравствуйте, {{ personName }}!

Вас пригласили в Kontor. Имя для входа — {{ email }}; сначала задайте пароль.

{% if link %}Откройте: {{ link }}{% else %}Ваш код: {{ token }}{% endif %}

Действует один раз. Окончание срока: {{ dueTime }}.`,
        html: `<p>Здравствуйте, <bdi>{{ personName }}</bdi>!</p>
<p>Вас пригласили в Kontor. Имя для входа — <strong>{{ email }}</strong>; сначала задайте пароль.</p>
<p>{% if link %}Откройте: {{ link }}{% else %}Ваш код: <strong>{{ token }}</strong>{% endif %}</p>
<p>Действует один раз. Окончание срока: {{ dueTime }}.</p>`,
      },
      'zh-CN': {
        subject: '您的 Kontor 账号',
        text: `{{ personName }}，您好：

您已受邀使用 Kontor，登录名为 {{ email }}。请先设置密码，然后登录。

{% if link %}请打开：{{ link }}{% else %}您的验证码：{{ token }}{% endif %}

仅可使用一次，有效期至 {{ dueTime }}。`,
        html: `<p><bdi>{{ personName }}</bdi>，您好：</p>
<p>您已受邀使用 Kontor，登录名为 <strong>{{ email }}</strong>。请先设置密码，然后登录。</p>
<p>{% if link %}请打开：{{ link }}{% else %}您的验证码：<strong>{{ token }}</strong>{% endif %}</p>
<p>仅可使用一次，有效期至 {{ dueTime }}。</p>`,
      },
    },
  },
  'password-reset': {
    values: tokenValues,
    texts: {
      en: {
        subject: 'A new password for Kontor',
        text: `Hello {{ personName }},

somebody, perhaps you, asked for a new password for {{ email }}. If it was not you, ignore this message: nothing changes.

{% if link %}Open: {{ link }}{% else %}Your code: {{ token }}{% endif %}

It can be used once, until {{ dueTime }}.`,
        html: `<p>Hello <bdi>{{ personName }}</bdi>,</p>
<p>somebody, perhaps you, asked for a new password for <strong>{{ email }}</strong>. If it was not you, ignore this message: nothing changes.</p>
<p>{% if link %}Open: {{ link }}{% else %}Your code: <strong>{{ token }}</strong>{% endif %}</p>
<p>It can be used once, until {{ dueTime }}.</p>`,
      },
      ru: {
        subject: 'Новый пароль для Kontor',
        text: `Здравствуйте, {{ personName }}!

Кто-то, возможно вы, запросил новый пароль для {{ email }}. Если это были не вы, не обращайте внимания: ничего не изменится.

{% if link %}Откройте: {{ link }}{% else %}Ваш код: {{ token }}{% endif %}

Действует один раз. Окончание срока: {{ dueTime }}.`,
        html: `<p>Здравствуйте, <bdi>{{ personName }}</bdi>!</p>
<p>Кто-то, возможно вы, запросил новый пароль для <strong>{{ email }}</strong>. Если это были не вы, не обращайте внимания: ничего не изменится.</p>
<p>{% if link %}Откройте: {{ link }}{% else %}Ваш код: <strong>{{ token }}</strong>{% endif %}</p>
<p>Действует один раз. Окончание срока: {{ dueTime }}.</p>`,
      },
      'zh-CN': {
        subject: '重设 Kontor 密码',
        text: `{{ personName }}，您好：

有人（可能是您）申请为 {{ email }} 重设密码。如非本人操作，请忽略此邮件，一切保持不变。

{% if link %}请打开：{{ link }}{% else %}您的验证码：{{ token }}{% endif %}

仅可使用一次，有效期至 {{ dueTime }}。`,
        html: `<p><bdi>{{ personName }}</bdi>，您好：</p>
<p>有人（可能是您）申请为 <strong>{{ email }}</strong> 重设密码。如非本人操作，请忽略此邮件，一切保持不变。</p>
<p>{% if link %}请打开：{{ link }}{% else %}您的验证码：<strong>{{ token }}</strong>{% endif %}</p>
<p>仅可使用一次，有效期至 {{ dueTime }}。</p>`,
      },
    },
  },
};
