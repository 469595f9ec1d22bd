import type { Template } from './templates.js';

const who =
  '{% if contactName %}{{ contactName }} ({{ customerName }}){% else %}{{ customerName }}{% endif %}';
const whoZh =
  '{% if contactName %}{{ contactName }}（{{ customerName }}）{% else %}{{ customerName }}{% endif %}';

/** Notices about mail that came in to us and not to the person's own mailbox. */
export const mailTemplates: Readonly<Record<string, Template>> = {
  'mail-received': {
    values: { customerName: 200, contactName: 200, subject: 300 },
    texts: {
      en: {
        subject: `E-mail from ${who}{% if subject %}: {{ subject }}{% endif %}`,
        text: `${who} wrote an e-mail{% if subject %}: {{ subject }}{% endif %}. It is in the customer’s timeline; your own mailbox did not get it.`,
        html: `<p><strong><bdi>${who}</bdi></strong> wrote an e-mail{% if subject %}: <bdi>{{ subject }}</bdi>{% endif %}. It is in the customer’s timeline; your own mailbox did not get it.</p>`,
      },
      ru: {
        subject: `Письмо от клиента: ${who}{% if subject %}: {{ subject }}{% endif %}`,
        text: `Пришло письмо от клиента: ${who}.{% if subject %} Тема: {{ subject }}.{% endif %} Оно в истории контактов с клиентом; в ваш почтовый ящик оно не приходило.`,
        html: `<p>Пришло письмо от клиента: <strong><bdi>${who}</bdi></strong>.{% if subject %} Тема: <bdi>{{ subject }}</bdi>.{% endif %} Оно в истории контактов с клиентом; в ваш почтовый ящик оно не приходило.</p>`,
      },
      'zh-CN': {
        subject: `客户来信：${whoZh}{% if subject %}：{{ subject }}{% endif %}`,
        text: `${whoZh}发来邮件{% if subject %}：{{ subject }}{% endif %}。邮件已记入该客户的沟通记录，您的邮箱不会收到。`,
        html: `<p><strong><bdi>${whoZh}</bdi></strong>发来邮件{% if subject %}：<bdi>{{ subject }}</bdi>{% endif %}。邮件已记入该客户的沟通记录，您的邮箱不会收到。</p>`,
      },
    },
  },
};
