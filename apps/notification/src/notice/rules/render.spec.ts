import fc from 'fast-check';
import { languages } from '@kontor/errors/languages';
import { findTemplate, render, templateValues } from './render.js';
import { templates } from './templates.js';
import { valueSources } from './value-sources.js';

const due = '2026-12-01T01:00:00.000Z';
const nextContact = templates['next-contact']!;
const values = templateValues(nextContact, {
  customerName: 'Acme',
  customerNumber: 'C-2026-000123',
  nextAction: 'Send the offer',
});

describe('a reminder of the next contact', () => {
  it.each([
    ['en', 'Asia/Shanghai', 'Contact Acme: Tuesday, December 1, 2026 at 09:00 GMT+8'],
    ['ru', 'Europe/Moscow', 'Связаться: Acme, вторник, 1 декабря 2026 г. в 04:00 GMT+3'],
    ['zh-CN', 'Asia/Shanghai', '联系Acme：2026年12月1日星期二 09:00（GMT+8）'],
    ['en', 'America/New_York', 'Contact Acme: Monday, November 30, 2026 at 20:00 EST'],
    ['en', 'No/Where', 'Contact Acme: Tuesday, December 1, 2026 at 01:00 UTC'],
  ] as const)('says in %s and the zone %s: %s', (language, timeZone, subject) => {
    expect(render('next-contact', values, due, { language, timeZone }).subject).toBe(subject);
  });

  it('says who, when and what', () => {
    const { text, html } = render('next-contact', values, due, { language: 'en', timeZone: 'UTC' });
    expect(text).toBe(
      'You planned to contact Acme (C-2026-000123).\n\nWhen: Tuesday, December 1, 2026 at 01:00 UTC\nWhat: Send the offer',
    );
    expect(html).toContain('<strong><bdi>Acme</bdi></strong> (C-2026-000123)');
    expect(html).toContain('<html lang="en">');
  });

  it('leaves out what it does not know', () => {
    const bare = templateValues(nextContact, { customerName: 'Acme' });
    const { text } = render('next-contact', bare, due, { language: 'en', timeZone: 'UTC' });
    expect(text).toBe('You planned to contact Acme.\n\nWhen: Tuesday, December 1, 2026 at 01:00 UTC');
  });

  it('shows hostile values as what they are: text', () => {
    const hostile = templateValues(nextContact, {
      customerName: '<script>alert(1)</script>\r\nBcc: all@example.com',
      customerNumber: '{{ nextAction }}{% raw %}',
      nextAction: '"><img src=x onerror=alert(1)>',
    });
    const { subject, text, html } = render('next-contact', hostile, due, { language: 'en', timeZone: 'UTC' });
    expect(subject).toMatch(/^Contact <script>alert\(1\)<\/script> Bcc: all@example\.com: Tuesday/);
    expect(text).toContain('({{ nextAction }}{% raw %})');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; Bcc: all@example.com');
    expect(html).toContain('&#34;&gt;&lt;img src=x onerror=alert(1)&gt;');
    expect(html).not.toMatch(/<script|<img/);
  });
});

it('moments among the values are shown by the clock of the reader, and nothing where there is none', () => {
  const given = { absentName: 'Ann', substituteName: 'Bob', startTime: due, endTime: 'never' };
  const stored = templateValues(templates.substitution!, given);
  const { text } = render('substitution', stored, due, { language: 'en', timeZone: 'Asia/Shanghai' });
  expect(text).toBe('Bob stands in for Ann.\n\nFrom: Tuesday, December 1, 2026 at 09:00 GMT+8\nUntil:');
});

it.each([
  ['en', 'Birthday: Ann (Acme), Wednesday, February 17, 2027', '12,345'],
  ['ru', 'День рождения: Ann (Acme), среда, 17 февраля 2027 г.', '12\u00a0345'],
  ['zh-CN', '生日：Ann（Acme），2027年2月17日星期三', '12,345'],
] as const)('days and numbers are written in %s as its readers write them', (language, subject, rows) => {
  const reader = { language, timeZone: 'America/New_York' };
  const birthday = { customerName: 'Acme', contactName: 'Ann', kind: 'birthday', date: '2027-02-17' };
  const important = templateValues(templates['important-day']!, birthday);
  expect(render('important-day', important, due, reader).subject).toBe(subject);
  const read = templateValues(templates['mass-read']!, { personName: 'Ann', rows: '12345', limit: '5000' });
  expect(render('mass-read', read, due, reader).text).toContain(rows);
  const none = templateValues(templates['important-day']!, { customerName: 'Acme', date: 'someday' });
  expect(render('important-day', none, due, reader).text).not.toMatch(/someday|Invalid/);
});

it.each([
  ['en', 'customer'],
  ['ru', 'клиент'],
  ['zh-CN', '客户'],
] as const)('who is asked about a record reads in %s what it is: %s', (language, word) => {
  const about = { personName: 'Ann', object: 'customer', objectId: '17', question: 'Why?' };
  const { text } = render('read-request', templateValues(templates['read-request']!, about), due, {
    language,
    timeZone: 'UTC',
  });
  expect(text).toContain(word);
  const other = templateValues(templates['read-request']!, { ...about, object: 'constructor' });
  expect(render('read-request', other, due, { language, timeZone: 'UTC' }).text).toContain('constructor');
});

describe('the values of a template', () => {
  it('are the ones it names and nothing else, not even inherited', () => {
    const given = Object.assign(Object.create({ customerName: 'inherited' }) as object, {
      password: 'secret',
      dueTime: 'never',
    });
    expect(templateValues(nextContact, given as Record<string, unknown>)).toEqual({
      customerName: '',
      customerNumber: '',
      nextAction: '',
    });
  });

  it('are cut to what the template shows', () => {
    const { customerName, nextAction } = templateValues(nextContact, {
      customerName: '客'.repeat(1 << 20),
      nextAction: 'x'.repeat(1 << 20),
    });
    expect(customerName).toHaveLength(200);
    expect(nextAction).toHaveLength(500);
  });
});

describe('every template', () => {
  it.each(Object.keys(templates))(
    '%s is written in every language, one line and without markup from values',
    (name) => {
      const anything = fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('<b>', '{{ dueTime }}', '\r\n', '__proto__'),
      );
      const template = findTemplate(name)!;
      const given = fc.record(
        Object.fromEntries(Object.keys(template.values).map((value) => [value, anything])),
      );
      fc.assert(
        fc.property(given, fc.constantFrom(...languages), (brought, language) => {
          const { subject, html, text } = render(name, templateValues(template, brought), due, {
            language,
            timeZone: 'UTC',
          });
          expect(subject).not.toBe('');
          expect(subject).not.toMatch(/\p{Cc}/u);
          expect(text).not.toBe('');
          const tags = [...html.matchAll(/<\/?([a-z!][^\s>]*)/g)].map(([, tag]) => tag);
          expect(['!doctype', 'html', 'head', 'meta', 'body', 'p', 'strong', 'bdi']).toEqual(
            expect.arrayContaining(tags),
          );
        }),
        { numRuns: 300 },
      );
    },
  );

  /** Points and commas that nobody would write, brackets with nothing in them. */
  const clumsy = /\.\.|[,，:：(（]\s*[.,，。)）]|\(\s*\)|（\s*）|，。/;

  it.each(Object.keys(templates))(
    '%s reads well with all values, and without one that rights may hide',
    (name) => {
      const { values, times = [], dates = [] } = templates[name]!;
      const sample = (value: string) =>
        times.includes(value) ? due : dates.includes(value) ? '2027-02-17' : value === 'count' ? '3' : 'Ann';
      const all = Object.fromEntries(Object.keys(values).map((value) => [value, sample(value)]));
      const hideable = Object.entries(valueSources[name] ?? {}).flatMap(([value, { fields, instead }]) =>
        fields.length > 0 && !instead ? [value] : [],
      );
      for (const left of ['', ...hideable]) {
        for (const language of languages) {
          const given = { ...all, ...(left && { [left]: '' }) };
          const { subject, text } = render(name, given, due, { language, timeZone: 'Europe/Moscow' });
          expect(`${subject}\n${text}`).not.toMatch(clumsy);
        }
      }
    },
  );

  it('has a name of its own: words that every object knows are none', () => {
    expect(findTemplate('constructor')).toBeUndefined();
    expect(findTemplate('__proto__')).toBeUndefined();
    expect(() => render('constructor', {}, due, { language: 'en', timeZone: 'UTC' })).toThrow('no template');
  });
});
