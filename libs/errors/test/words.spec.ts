import { readFileSync } from 'node:fs';
import { placeholder, quantities } from '../src/fill.js';
import { languages, type Language } from '../src/languages.js';
import type { Messages } from '../src/messages.js';
import { commonMessages } from '../src/messages.js';
import { titles } from '../src/titles.js';
import { messageFiles, root, tablesIn, written } from './tables.js';

/** What a sentence takes: `name` or `name:kind`, and the words that agree with a number. */
function takes(sentence: string) {
  const found = [...sentence.matchAll(placeholder)];
  return {
    values: [
      ...new Set(
        found.flatMap(([, name = '', kind, forms]) => (forms ? [] : [kind ? `${name}:${kind}` : name])),
      ),
    ],
    agreeing: found.flatMap(([, name = '', , forms]) => (forms ? [{ name, forms }] : [])),
  };
}

/** What is wrong with the sentences of one reason. */
function faults(sentences: Record<string, string>, kinds: ReadonlySet<string>): string[] {
  const missing = languages.filter((language) => !sentences[language]?.trim());
  const strange = Object.keys(sentences).filter((one) => !(languages as readonly string[]).includes(one));
  if (missing.length + strange.length > 0)
    return [...missing.map((one) => `no ${one}`), ...strange.map((one) => `${one}?`)];
  const all = languages.map((language) => ({ language, sentence: sentences[language] ?? '' }));
  const wanted = takes(sentences['en'] ?? '')
    .values.sort()
    .join();
  return all.flatMap(({ language, sentence }) => {
    const { values, agreeing } = takes(sentence);
    const names = values.map((one) => one.split(':')[0]);
    const unknown = values.flatMap((one) => one.split(':').slice(1)).filter((kind) => !kinds.has(kind));
    const left = sentence.replace(placeholder, '1');
    return [
      ...(values.sort().join() === wanted ? [] : [`${language} takes ${values.join()}`]),
      ...unknown.map((kind) => `${language}: no kind ${kind}`),
      ...agreeing.flatMap(({ name, forms }) => [
        ...(names.includes(name) ? [] : [`${language}: agrees with ${name}, which it does not say`]),
        ...wrongForms(forms, language),
      ]),
      ...(/[{}]/.test(left) ? [`${language}: a brace is left`] : []),
      ...typing(left, language),
    ];
  });
}

function wrongForms(forms: string, language: Language): string[] {
  const known: readonly string[] = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const named = forms.split('|').map((form) => form.split(':')[0] ?? '');
  return [
    ...named.filter((one) => !known.includes(one)).map((one) => `${language}: has no form ${one}`),
    ...(named.includes('other') ? [] : [`${language}: no form for other numbers`]),
  ];
}

/** What is typed as a machine wants it: a sample in quotes of JSON, the ending of a file, a call, a query. */
const machine = /"[\d.]+"|(?<= )\.\w+|(?<=[ (]):\w+|\?\S+=\S+/g;

const wrongTyping: Record<Language, RegExp[]> = {
  'zh-CN': [
    /\p{Script=Han}(?: ?[,;:!?()]|["'])/u,
    /(?:[,;!?()] ?|["'])\p{Script=Han}/u,
    / [，。；：、？！“”（）]|[，。；：、？！“”（）] /,
  ],
  ru: [/[“”]|(?<=[а-яё ])"|"(?=[а-яё])/iu, / {2}/, / [,.;:!?](?! )/],
  en: [/[«»]|(?<=[a-z ])"(?=[a-z])/i, / {2}/, / [,.;:!?](?! )/],
};

/** Punctuation of another language, and spaces where the language has none. */
function typing(sentence: string, language: Language): string[] {
  return wrongTyping[language].flatMap((wrong) => {
    const found = wrong.exec(sentence.replace(machine, 'x'));
    return found ? [`${language}: "${found[0]}"`] : [];
  });
}

const sentences = { 'zh-CN': '最多 {max} 个。', ru: 'Не больше {max}.', en: 'At most {max}.' };
const noKinds: ReadonlySet<string> = new Set();

describe('a check of sentences', () => {
  it.each([
    ['a language missing', { ru: '' }, 'no ru'],
    ['a language too many', { fr: 'Au plus {max}.' }, 'fr?'],
    ['another parameter', { ru: 'Не больше {most}.' }, 'ru takes most'],
    ['a parameter that is not said', { en: 'At most so many.' }, 'zh-CN takes max'],
    ['an unknown kind', { 'zh-CN': '{max:x}', ru: '{max:x}', en: '{max:x}' }, 'ru: no kind x'],
    [
      'a word that agrees with nothing',
      { en: '{max} {n|other:things}' },
      'en: agrees with n, which it does not say',
    ],
    ['a form that the language has not', { en: '{max} {max|few:bits|other:b}' }, 'en: has no form few'],
    ['no form for other numbers', { ru: '{max} {max|one:раз}' }, 'ru: no form for other numbers'],
    ['half a placeholder', { ru: 'Не больше {max}}.' }, 'ru: a brace is left'],
    ['half-width punctuation in Chinese', { 'zh-CN': '太多,最多 {max} 个。' }, 'zh-CN: "多,"'],
  ])('finds %s', (_what, changes, fault) => {
    expect(faults(sentences, noKinds)).toEqual([]);
    expect(faults({ ...sentences, ...changes }, noKinds)).toContain(fault);
  });
});

describe('the sentences of Kontor', () => {
  let tables: Messages[];
  let kinds: ReadonlySet<string>;
  beforeAll(async () => {
    tables = [commonMessages, titles, ...(await tablesIn(messageFiles()))];
    const reasons = tables.flatMap((table) => Object.keys(table));
    const used = tables.flatMap((table) => Object.values(table).flatMap(({ en }) => takes(en).values));
    const named = used.flatMap((one) => one.split(':').slice(1));
    const worded = named.filter((kind) => reasons.some((reason) => reason.startsWith(`${kind}-`)));
    kinds = new Set([...Object.keys(quantities), ...worded]);
  });

  it('speak every language, with the same parameters and no other, as it is typed', () => {
    expect(tables.length).toBeGreaterThan(20);
    const wrong = tables.flatMap((table) =>
      Object.entries(table).flatMap(([reason, said]) =>
        faults(said, kinds).map((fault) => `${reason}: ${fault}`),
      ),
    );
    expect([...new Set(wrong)]).toEqual([]);
  });

  it('take only parameters that their sources give', async () => {
    const sources = written('{apps,libs}/*/src/**/*.ts').filter((file) => !/messages\.ts$/.test(file));
    const texts = sources.map((file) => ({ file, text: readFileSync(`${root}${file}`, 'utf8') }));
    const unknown: string[] = [];
    let checked = 0;
    for (const file of [...messageFiles(), 'libs/errors/src/titles.ts']) {
      const own = file.startsWith('libs/') ? '' : (file.split('/src/')[0] ?? '');
      const near = texts.filter((one) => one.file.startsWith(own));
      for (const [reason, { en }] of (await tablesIn([file])).flatMap((table) => Object.entries(table))) {
        const names = takes(en).values.map((one) => one.split(':')[0] ?? '');
        checked += names.length;
        const givers = near.filter(({ text }) => text.includes(`'${reason}'`));
        const built = near.filter(({ text }) => /\b(params|reason|retryAfterSeconds)\b/.test(text));
        const gives =
          (name: string) =>
          ({ text }: { text: string }) =>
            new RegExp(`\\b${name}\\b`, 'i').test(text);
        const strange = names.filter((name) => !givers.some(gives(name)) && !built.some(gives(name)));
        if (strange.length > 0) unknown.push(`${reason} takes ${strange.join()}`);
      }
    }
    expect([...new Set(unknown)]).toEqual([]);
    expect(checked).toBeGreaterThan(100);
  });
});
