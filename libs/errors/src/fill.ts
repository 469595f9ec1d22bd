import type { MessageParams } from './app-error.js';
import type { Language } from './languages.js';

/**
 * A placeholder of a sentence: `{name}`; `{name:kind}`, a quantity or a word of an enumeration; or
 * `{name|one:…|few:…|other:…}`, the word that agrees with a number.
 */
export const placeholder = /\{(\w+)(?::([\w-]+)|\|([^{}]*))?\}/g;

/** Kinds of numbers that are told in the units that people use. */
export const quantities: Readonly<Record<string, (number: number, language: Language) => string>> = {
  bytes: (bytes, language) => {
    const kibibytes = bytes / 1024;
    if (kibibytes < 1) return unit(bytes, 'byte', language);
    if (kibibytes < 1024) return unit(kibibytes, 'kilobyte', language);
    if (kibibytes < 1024 ** 2) return unit(kibibytes / 1024, 'megabyte', language);
    return unit(kibibytes / 1024 ** 2, 'gigabyte', language);
  },
  // Upwards, so that nobody comes back too early.
  seconds: (seconds, language) =>
    seconds < 120
      ? unit(Math.ceil(seconds), 'second', language)
      : unit(Math.ceil(seconds / 60), 'minute', language),
};

/**
 * A sentence with its parameters, numbers as the language writes them. One pass, so that a value which looks like a
 * placeholder stays as it is; an ellipsis where a parameter is missing. `wordOf` says the words of enumerations.
 */
export function fill(
  template: string,
  params: MessageParams,
  language: Language,
  wordOf: (reason: string) => string | undefined,
): string {
  return template.replace(placeholder, (_, name: string, kind?: string, forms?: string) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    if (forms !== undefined) return agreeing(forms, Number(value), language);
    if (value === undefined) return '…';
    const quantity = kind && Object.hasOwn(quantities, kind) ? quantities[kind] : undefined;
    if (quantity) return quantity(Number(value), language);
    return (
      (kind && wordOf(`${kind}-${value}`)) || (typeof value === 'number' ? written(value, language) : value)
    );
  });
}

/** The form of a word for a number, by the plural rules of the language (CLDR); `other` where there is none of its own. */
function agreeing(forms: string, number: number, language: Language): string {
  const category = new Intl.PluralRules(language).select(number);
  const words = new Map(forms.split('|').map((form) => form.split(':', 2) as [string, string]));
  return words.get(category) ?? words.get('other') ?? '';
}

/** Four digits stand together, as in years and prices; more are grouped. */
function written(number: number, language: Language): string {
  return new Intl.NumberFormat(language, { useGrouping: 'min2', maximumFractionDigits: 20 }).format(number);
}

/** Abbreviated where the language would decline the word after a preposition; Chinese stands apart from its number. */
function unit(number: number, name: string, language: Language): string {
  const unitDisplay = language === 'en' && !/^(kilo|mega|giga)/.test(name) ? 'long' : 'short';
  const form = { style: 'unit', unit: name, unitDisplay, maximumFractionDigits: 1 } as const;
  const told = new Intl.NumberFormat(language, form).format(number);
  return told.replace(/(\d)(\p{Script=Han})/u, '$1 $2');
}
