import { languages } from './languages.js';
import type { Messages } from './messages.js';
import { commonMessages, findMessage, render } from './messages.js';
import { titles } from './titles.js';

const placeholders = (sentence: string) => [...new Set(sentence.match(/\{[\w:-]+\}/g) ?? [])].sort();

describe('messages', () => {
  it.each(Object.entries({ ...commonMessages, ...titles }))(
    '%s speaks every language with the same placeholders',
    (_, sentences) => {
      expect(Object.keys(sentences).sort()).toEqual([...languages].sort());
      for (const language of languages) {
        expect(sentences[language].trim()).not.toBe('');
        expect(placeholders(sentences[language])).toEqual(placeholders(sentences.en));
      }
    },
  );

  it('fills placeholders with parameters', () => {
    expect(render('too-long', { max: 200 }, 'zh-CN')).toBe('内容太长，最多 200 个字符。');
    expect(render('rate-limited', { seconds: 3 }, 'ru')).toBe(
      'Слишком много запросов. Повторите попытку через 3 с.',
    );
  });

  it('shows an ellipsis where a parameter is missing, even one named like a member of every object', () => {
    const table: Messages = { odd: { 'zh-CN': '{toString}', ru: '{toString}', en: '{toString}' } };
    expect(render('too-long', {}, 'en')).toContain('characters is ….');
    expect(render('odd', {}, 'en', table)).toBe('…');
  });

  it('says words of enumerations as people do, and others as they came', () => {
    const table: Messages = {
      step: { 'zh-CN': '从{from:phase}', ru: 'из {from:phase}', en: 'from {from:phase}' },
      'phase-new': { 'zh-CN': '新建', ru: '«новый»', en: 'new' },
    };
    expect(render('step', { from: 'new' }, 'ru', table)).toBe('из «новый»');
    expect(render('step', { from: 'new' }, 'zh-CN', table)).toBe('从新建');
    expect(render('step', { from: '{from} $&' }, 'en', table)).toBe('from {from} $&');
    expect(render('step', {}, 'en', table)).toBe('from …');
  });

  it('does not expand a placeholder inside a value', () => {
    expect(render('not-a-word', { words: '{max} $& $1', max: 1 }, 'en')).toBe(
      'Not an allowed value. Choose one of: {max} $& $1.',
    );
  });

  it('prefers the sentence of a service to the common one', () => {
    const own: Messages = { required: { 'zh-CN': '一', ru: 'два', en: 'three' } };
    expect(render('required', {}, 'ru', own)).toBe('два');
    expect(render('blank', {}, 'ru', own)).toBe(commonMessages['blank']?.ru);
  });

  it('says the general sentence for a kind of record that has none of its own', () => {
    expect(findMessage('shipment-not-found', {}, 'en')).toBe(commonMessages['record-not-found']?.en);
  });

  it.each(['no-such-reason', 'constructor', '__proto__', ''])(
    'has no sentence for %p and says the general one',
    (reason) => {
      expect(findMessage(reason, {}, 'ru')).toBeUndefined();
      expect(render(reason, {}, 'ru')).toBe(commonMessages['invalid-request']?.ru);
    },
  );
});
