import { languages } from '@kontor/errors/languages';
import { render, templateValues } from './render.js';
import { templates } from './templates.js';

const due = '2026-12-01T01:00:00.000Z';
const unsent = (reason: string, language: (typeof languages)[number]) => {
  const given = { customerName: 'Acme', reason, greeting: 'Hello' };
  const values = templateValues(templates['greeting-unsent']!, given);
  return render('greeting-unsent', values, due, { language, timeZone: 'UTC' }).text.split('\n')[0];
};

it.each([
  ['no-address', 'en', 'The greeting to Acme was not sent: there is no e-mail address.'],
  ['no_consent', 'ru', 'Поздравление (Acme) не отправлено: нет согласия на письма.'],
  ['no-unsubscribe', 'zh-CN', '给Acme的祝福未发送：尚未配置退订页面，请联系管理员。'],
  ['quiet_hours', 'en', 'The greeting to Acme was not sent: the customer should not be contacted now.'],
  ['failed', 'ru', 'Поздравление (Acme) не отправлено: почтовый сервер не принял письмо.'],
  ['', 'en', 'The greeting to Acme was not sent.'],
] as const)('a greeting that stayed for %p says so in %s', (reason, language, said) => {
  expect(unsent(reason, language)).toBe(said);
});

it('each cause is told apart from the others in every language', () => {
  const reasons = ['no-address', 'withdrawn', 'no-unsubscribe', 'frequency', 'left', 'bounced', 'failed'];
  for (const language of languages) {
    expect(new Set(reasons.map((reason) => unsent(reason, language))).size).toBe(reasons.length);
  }
});
