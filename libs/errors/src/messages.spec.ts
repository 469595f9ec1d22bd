import type { Messages } from './messages.js';
import { commonMessages, findMessage, render } from './messages.js';

describe('messages', () => {
  it('fills placeholders with parameters', () => {
    expect(render('too-long', { max: 200 }, 'zh-CN')).toBe('内容太长，最多 200 个字符。');
    expect(render('rate-limited', { seconds: 3 }, 'ru')).toBe(
      'Слишком много запросов. Повторите попытку через 3 с.',
    );
  });

  it('shows an ellipsis where a parameter is missing, even one named like a member of every object', () => {
    const table: Messages = { odd: { 'zh-CN': '{toString}', ru: '{toString}', en: '{toString}' } };
    expect(render('too-long', {}, 'en')).toBe('Too long: at most … characters, please.');
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

  it.each([
    ['en', 1, '1 thing'],
    ['en', 5, '5 things'],
    ['ru', 1, '1 вещь'],
    ['ru', 3, '3 вещи'],
    ['ru', 11, '11 вещей'],
    ['ru', 21, '21 вещь'],
    ['ru', 12_345, '12\u00a0345 вещей'],
    ['zh-CN', 12_345, '12,345 件'],
    ['en', 9999.5, '9999.5 things'],
  ] as const)('counts in %s: %d', (language, count, said) => {
    const table: Messages = {
      counted: {
        'zh-CN': '{count} 件',
        ru: '{count} {count|one:вещь|few:вещи|many:вещей|other:вещи}',
        en: '{count} {count|one:thing|other:things}',
      },
    };
    expect(render('counted', { count }, language, table)).toBe(said);
  });

  it.each([
    ['en', 20 * 1024 ** 2, '20 MB', 1, '1 second'],
    ['ru', 1.5 * 1024 ** 3, '1,5 ГБ', 21, '21 с'],
    ['ru', 300, '300 Б', 3599, '60 мин'],
    ['zh-CN', 1024, '1 kB', 121, '3 分钟'],
  ] as const)('tells quantities in %s in units that people use', (language, bytes, size, seconds, time) => {
    const both = '{bytes:bytes}; {seconds:seconds}';
    const table: Messages = { both: { 'zh-CN': both, ru: both, en: both } };
    expect(render('both', { bytes, seconds }, language, table)).toBe(`${size}; ${time}`);
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
