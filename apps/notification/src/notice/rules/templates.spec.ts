import { languages, type Language } from '@kontor/errors/languages';
import { templates, type Template, type TemplateText } from './templates.js';

const parts = ['subject', 'text', 'html'] as const satisfies readonly (keyof TemplateText)[];

/** Values that a text shows or asks for. */
function shownBy(text: string): string[] {
  const tags = [...text.matchAll(/\{\{(.*?)\}\}|\{%-?\s*(?:if|elsif|unless|case)\b(.*?)%\}/g)];
  const words = tags.map(([, value = '', condition = '']) => `${value} ${condition}`.replace(/'[^']*'/g, ''));
  const names = words
    .flatMap((word) => word.match(/[a-z]\w*/gi) ?? [])
    .filter((word) => !/^(?:or|and)$/.test(word));
  return [...new Set(names)].sort();
}

/** What is wrong with a template. */
function faults({
  values,
  times = [],
  dates = [],
  numbers = [],
  objects = [],
  translated = [],
  texts,
}: Template): string[] {
  const known = [...Object.keys(values), 'dueTime'];
  const told = [...times, ...dates, ...numbers, ...objects, ...translated].filter(
    (name) => !known.includes(name),
  );
  return [
    ...told.map((name) => `${name} is no value`),
    ...languages.flatMap((language) =>
      parts.flatMap((part) => {
        const shown = shownBy(texts[language][part]);
        const wanted = shownBy(texts.en[part]);
        return [
          ...(texts[language][part].trim() ? [] : [`no ${part} in ${language}`]),
          ...shown.filter((name) => !known.includes(name)).map((name) => `${language} shows ${name}`),
          ...(shown.join() === wanted.join() ? [] : [`${part} in ${language} shows ${shown.join()}`]),
        ];
      }),
    ),
    ...languages.flatMap((language) => typing(texts[language], language)),
  ];
}

const wrongTyping: Record<Language, RegExp> = {
  'zh-CN': /\p{Script=Han} ?[,;:!?()]|[,;!?()] ?\p{Script=Han}| [，。；：？！（）]/u,
  ru: /[“”"]| {2}/,
  en: /[«»"]| {2}/,
};

function typing({ subject, text }: TemplateText, language: Language): string[] {
  const plain = `${subject}\n${text}`.replace(/\{%.*?%\}/g, '').replace(/\{\{.*?\}\}/g, '1');
  const found = wrongTyping[language].exec(plain);
  return found ? [`${language}: "${found[0]}"`] : [];
}

test.each(Object.entries(templates))(
  '%s shows the same values in every language, and only its own',
  (_, template) => {
    expect(faults(template)).toEqual([]);
  },
);

const one = (text: string): TemplateText => ({ subject: text, text, html: text });
const sound: Template = {
  values: { who: 10, when: 10 },
  texts: {
    en: one('{{ who }}: {{ when }}'),
    ru: one('{{ when }} {{ who }}'),
    'zh-CN': one('{{ who }}：{{ when }}'),
  },
};

test.each([
  ['a value that is not one', { values: { who: 10 } }, 'ru shows when'],
  ['a time that is no value', { times: ['then'] }, 'then is no value'],
  [
    'a language that keeps a value to itself',
    { texts: { ...sound.texts, ru: one('{{ who }}') } },
    'text in ru shows who',
  ],
  ['a text that is empty', { texts: { ...sound.texts, ru: one(' ') } }, 'no html in ru'],
  [
    'half-width punctuation',
    { texts: { ...sound.texts, 'zh-CN': one('至:{{ who }}{{ when }}') } },
    'zh-CN: "至:"',
  ],
  ['an unknown condition', { texts: { ...sound.texts, en: one('{% if own %}{% endif %}') } }, 'en shows own'],
])('finds %s', (_, changes, fault) => {
  expect(faults(sound)).toEqual([]);
  expect(faults({ ...sound, ...changes })).toContain(fault);
});
