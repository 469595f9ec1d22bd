import type { Template } from './templates.js';

/** What somebody asks to read; `field` is empty where the whole record is asked for. */
const asked = { personName: 200, object: 100, objectId: 40, field: 100 };

/** Notices about reads that people ask their superiors for. None of them shows what is asked for. */
export const readRequestTemplates: Readonly<Record<string, Template>> = {
  'read-request': {
    values: { ...asked, question: 500 },
    objects: ['object'],
    texts: {
      en: {
        subject: '{{ personName }} asks to read a record',
        text: `{{ personName }} asks you about {{ object }} {{ objectId }}{% if field %}, field {{ field }}{% endif %}:

{{ question }}

You may answer, let {{ personName }} read it for a while, or refuse.`,
        html: `<p><strong><bdi>{{ personName }}</bdi></strong> asks you about {{ object }} {{ objectId }}{% if field %}, field {{ field }}{% endif %}:</p>
<p><bdi>{{ question }}</bdi></p>
<p>You may answer, let <bdi>{{ personName }}</bdi> read it for a while, or refuse.</p>`,
      },
      ru: {
        subject: '{{ personName }} просит разрешить просмотр записи',
        text: `{{ personName }} задаёт вопрос о записи ({{ object }} {{ objectId }}{% if field %}, поле {{ field }}{% endif %}):

{{ question }}

Вы можете ответить, на время разрешить просмотр или отказать.`,
        html: `<p><strong><bdi>{{ personName }}</bdi></strong> задаёт вопрос о записи ({{ object }} {{ objectId }}{% if field %}, поле {{ field }}{% endif %}):</p>
<p><bdi>{{ question }}</bdi></p>
<p>Вы можете ответить, на время разрешить просмотр или отказать.</p>`,
      },
      'zh-CN': {
        subject: '{{ personName }}申请查看一条记录',
        text: `{{ personName }}就{{ object }}（{{ objectId }}{% if field %}，字段 {{ field }}{% endif %}）向您提问：

{{ question }}

您可以答复、限时开放查看，或拒绝。`,
        html: `<p><strong><bdi>{{ personName }}</bdi></strong>就{{ object }}（{{ objectId }}{% if field %}，字段 {{ field }}{% endif %}）向您提问：</p>
<p><bdi>{{ question }}</bdi></p>
<p>您可以答复、限时开放查看，或拒绝。</p>`,
      },
    },
  },
  'read-request-answered': {
    values: { ...asked, granted: 5, refused: 5 },
    objects: ['object'],
    personal: true,
    texts: {
      en: {
        subject: '{{ personName }} has dealt with your request',
        text: `{{ personName }} has {% if granted %}let you read{% elsif refused %}refused your request about{% else %}answered your question about{% endif %} {{ object }} {{ objectId }}{% if field %}, field {{ field }}{% endif %}. Open the request to see more.`,
        html: `<p><strong><bdi>{{ personName }}</bdi></strong> has {% if granted %}let you read{% elsif refused %}refused your request about{% else %}answered your question about{% endif %} {{ object }} {{ objectId }}{% if field %}, field {{ field }}{% endif %}. Open the request to see more.</p>`,
      },
      ru: {
        subject: '{{ personName }}: ответ на ваш запрос',
        text: `{{ personName }}: {% if granted %}вам разрешён просмотр{% elsif refused %}в просьбе отказано{% else %}есть ответ на ваш вопрос{% endif %} ({{ object }} {{ objectId }}{% if field %}, поле {{ field }}{% endif %}). Подробности смотрите в запросе.`,
        html: `<p><strong><bdi>{{ personName }}</bdi></strong>: {% if granted %}вам разрешён просмотр{% elsif refused %}в просьбе отказано{% else %}есть ответ на ваш вопрос{% endif %} ({{ object }} {{ objectId }}{% if field %}, поле {{ field }}{% endif %}). Подробности смотрите в запросе.</p>`,
      },
      'zh-CN': {
        subject: '{{ personName }}已处理您的申请',
        text: `{{ personName }}{% if granted %}已允许您限时查看{% elsif refused %}拒绝了您的查看申请：{% else %}答复了您的提问：{% endif %}{{ object }}（{{ objectId }}{% if field %}，字段 {{ field }}{% endif %}）。详情请打开该申请。`,
        html: `<p><strong><bdi>{{ personName }}</bdi></strong>{% if granted %}已允许您限时查看{% elsif refused %}拒绝了您的查看申请：{% else %}答复了您的提问：{% endif %}{{ object }}（{{ objectId }}{% if field %}，字段 {{ field }}{% endif %}）。详情请打开该申请。</p>`,
      },
    },
  },
};
