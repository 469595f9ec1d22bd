import { AppError } from './app-error.js';
import type { ErrorCode } from './codes.js';
import { errorCodes } from './codes.js';
import { languages } from './languages.js';
import type { Messages } from './messages.js';
import { toProblem } from './problem.js';
import { titleOf, titles } from './titles.js';

const codes = Object.keys(errorCodes) as ErrorCode[];

describe('the code table', () => {
  it('gives every code a headline of its own and no headline without a code', () => {
    expect(codes.map((code) => errorCodes[code].title).sort()).toEqual(Object.keys(titles).sort());
    for (const language of languages)
      expect(new Set(codes.map((code) => titleOf(code, language))).size).toBe(codes.length);
  });

  it('gives every code an HTTP status of its own', () => {
    expect(new Set(codes.map((code) => errorCodes[code].http)).size).toBe(codes.length);
  });
});

describe('AppError', () => {
  it('names machine words only in its text, and keeps its cause', () => {
    const cause = new Error('duplicate key (email)=(li@example.cn)');
    const error = new AppError('invalid', 'invalid-request', {
      fields: [{ field: 'phones[0].raw', reason: 'not-a-phone' }],
      cause,
    });
    expect(error.message).toBe('invalid: invalid-request (phones[0].raw not-a-phone)');
    expect(error.cause).toBe(cause);
  });
});

describe('toProblem', () => {
  it('words the refusal and each field in the language of the caller', () => {
    const error = new AppError('invalid', 'invalid-request', {
      fields: [
        { field: 'name', reason: 'too-long', params: { max: 200 } },
        { field: 'phones[0].raw', reason: 'not-a-phone' },
      ],
    });
    expect(toProblem(error, 'zh-CN')).toEqual({
      code: 'invalid',
      reason: 'invalid-request',
      detail: '请求内容有误，请检查标出的字段。',
      fields: [
        { field: 'name', reason: 'too-long', message: '内容太长，最多 200 个字符。' },
        {
          field: 'phones[0].raw',
          reason: 'not-a-phone',
          message: '电话号码无效，请连同国家代码或区号填写，例如 +86 10 6500 1000。',
        },
      ],
    });
  });

  it('shows the current record and the time to wait where the error carries them', () => {
    expect(
      toProblem(new AppError('stale', 'stale-record', { current: { name: 'Li' } }), 'en').current,
    ).toEqual({ name: 'Li' });
    const limited = toProblem(new AppError('exhausted', 'rate-limited', { retryAfterSeconds: 7 }), 'en');
    expect(limited).toMatchObject({
      retryAfterSeconds: 7,
      detail: 'Too many requests. Please try again in 7 seconds.',
    });
  });

  it('uses the sentences of the service', () => {
    const own: Messages = {
      'customer-archived': { 'zh-CN': '客户已归档。', ru: 'Клиент в архиве.', en: 'Archived.' },
    };
    expect(toProblem(new AppError('conflict', 'customer-archived'), 'ru', [own]).detail).toBe(
      'Клиент в архиве.',
    );
  });

  it('falls back to the headline of the code for a reason without a sentence', () => {
    expect(toProblem(new AppError('conflict', 'no-such-reason'), 'en').detail).toBe(
      titleOf('conflict', 'en'),
    );
  });

  it.each([
    new Error('relation "customer" does not exist'),
    new TypeError('secret'),
    'secret',
    null,
    undefined,
    { code: 'forbidden', reason: 'secret', message: 'secret' },
    Object.create(null),
  ])('shows nothing of an error that is not ours (%#)', (error) => {
    const problem = toProblem(error, 'en');
    expect(problem).toMatchObject({ code: 'internal', reason: 'internal', fields: [] });
    expect(JSON.stringify(problem)).not.toMatch(/secret|relation/);
  });
});
