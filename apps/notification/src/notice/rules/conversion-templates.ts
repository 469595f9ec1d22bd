import type { Language } from '@kontor/errors/languages';
import type { Template } from './templates.js';

/** Why a conversion failed, by what the customer service tells apart; `refused` is any other reason. */
const failures: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    expired: 'No opportunity could be made within 24 hours.',
    'unknown-product': 'The opportunity names a product that does not exist.',
    custom: 'Custom fields of the opportunity do not meet what is asked for now.',
    refused: 'The opportunity was not accepted.',
  },
  ru: {
    expired: 'Сделку не удалось завести за 24 часа.',
    'unknown-product': 'В сделке указан товар, которого нет.',
    custom: 'Дополнительные поля сделки не отвечают нынешним требованиям.',
    refused: 'Сделка не принята.',
  },
  'zh-CN': {
    expired: '24 小时内未能建立商机。',
    'unknown-product': '商机中有不存在的产品。',
    custom: '商机的自定义字段不符合现行要求。',
    refused: '商机未被接受。',
  },
};

function why(language: Language): string {
  const cases = Object.entries(failures[language]).map(([word, text]) => `{% when '${word}' %}${text}`);
  return `{% case failure %}${cases.join('')}{% endcase %}`;
}

/** The notice to whoever began a conversion that failed after it was accepted. */
export const conversionTemplates: Readonly<Record<string, Template>> = {
  'conversion-failed': {
    values: { customerName: 200, customerNumber: 40, failure: 20 },
    texts: {
      en: {
        subject: 'Not converted: {{ customerName }}',
        text: `{{ customerName }}{% if customerNumber %} ({{ customerNumber }}){% endif %} could not be converted. ${why('en')}
The status is as it was, unless somebody changed it since. Check the opportunity and convert again.
`,
        html: `<p><strong><bdi>{{ customerName }}</bdi></strong>{% if customerNumber %} ({{ customerNumber }}){% endif %} could not be converted. ${why('en')}</p>
<p>The status is as it was, unless somebody changed it since. Check the opportunity and convert again.</p>`,
      },
      ru: {
        subject: 'Конвертация не удалась: {{ customerName }}',
        text: `Не удалось конвертировать клиента: {{ customerName }}{% if customerNumber %} ({{ customerNumber }}){% endif %}. ${why('ru')}
Статус остался прежним, если его с тех пор никто не менял. Проверьте сделку и запустите конвертацию заново.
`,
        html: `<p>Не удалось конвертировать клиента: <strong><bdi>{{ customerName }}</bdi></strong>{% if customerNumber %} ({{ customerNumber }}){% endif %}. ${why('ru')}</p>
<p>Статус остался прежним, если его с тех пор никто не менял. Проверьте сделку и запустите конвертацию заново.</p>`,
      },
      'zh-CN': {
        subject: '转化未成功：{{ customerName }}',
        text: `客户{{ customerName }}{% if customerNumber %}（{{ customerNumber }}）{% endif %}转化未成功。${why('zh-CN')}
如无人另行修改，客户状态已恢复原状。请检查商机后重新转化。
`,
        html: `<p>客户<strong><bdi>{{ customerName }}</bdi></strong>{% if customerNumber %}（{{ customerNumber }}）{% endif %}转化未成功。${why('zh-CN')}</p>
<p>如无人另行修改，客户状态已恢复原状。请检查商机后重新转化。</p>`,
      },
    },
  },
};
