import type { CustomField, CustomOption } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import type { TypeChange, ValueMapping } from '@kontor/contracts/gen/kontor/identity/v1/type_change';
import { cellText, cellValue } from './cell-value.js';
import { isUnknown, readCustomValue, unknownValue, type CustomValue } from './custom-value.js';
import { dayIn } from './written-day.js';

/** What of a change of type says what values become. */
export type Conversion = Pick<TypeChange, 'from' | 'to' | 'otherwise' | 'currency' | 'language'> & {
  /** By what they are compared as: see `comparable`. */
  mappings: ReadonlyMap<string, ValueMapping>;
};

/** What a value becomes: `value` is not there for one that is taken out, and of what is refused. */
export interface Converted {
  how: 'converted' | 'mapped' | 'unknown' | 'cleared' | 'unfit';
  value?: CustomValue;
  /** The value does not convert by itself and is not mapped, whatever becomes of it. */
  astray: boolean;
}

/** Between the items of a list that somebody wrote as a text. */
const listSeparators = [/[;；\n|]/, /[,，、]/, /[/／]/];

const texts: ReadonlySet<string> = new Set(['text', 'multiline']);
const decimals: ReadonlySet<string> = new Set(['number', 'money']);

/** One thousand and some for one reader, one and some thousandths for the next. */
const ambiguous = /^-?\d{1,3}[,.]\d{3}(?!\d)\s*([A-Za-z]{3})?$/;

/** The conversion that a change of type asks for; what an event leaves out, since it is nothing, is nothing here. */
export function conversionOf({
  from,
  to,
  otherwise,
  currency = '',
  language = '',
  mappings = [],
}: TypeChange): Conversion {
  const whole = (shape: TypeChange['to']) => shape && { ...shape, options: shape.options ?? [] };
  const byValue = mappings.map(({ value, becomes = '', unknown = false }) => ({ value, becomes, unknown }));
  return {
    ...{ from: whole(from), to: whole(to), otherwise, currency, language },
    mappings: new Map(byValue.map((one) => [comparable(one.value), one])),
  };
}

/** As values are compared with mappings: without regard to capital letters, width of characters and spaces around. */
export function comparable(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}

/** A value of the former type as people read it: what mappings name, and what is converted. */
export function writtenValue({ from, language }: Conversion, value: unknown): string {
  if (!from) return '';
  const label = (key: string) => labelOf(from.options, key, language);
  if (from.type === 'choice' && typeof value === 'string') return label(value);
  if (Array.isArray(value)) return value.map((key) => label(String(key))).join('; ');
  return cellText(shaped(from), value);
}

/**
 * What a value becomes: as a mapping says, else by itself where the new type can say the same, else what `otherwise` says.
 * A day that could be two days, a number that could be two numbers, an amount of another currency and a text that names no
 * option do not convert by themselves.
 */
export function convertValue(conversion: Conversion, value: unknown): Converted {
  const { from, to, mappings, otherwise } = conversion;
  if (!from || !to) return { how: 'unfit', astray: true };
  const written = writtenValue(conversion, value);
  const mapping = mappings.get(comparable(written));
  if (mapping && !isUnknown(value)) return mapped(to, mapping);
  const value2 = isUnknown(value)
    ? to.unknownAllowed
      ? unknownValue
      : undefined
    : byItself(conversion, value, written);
  if (value2 !== undefined)
    return { how: isUnknown(value2) ? 'unknown' : 'converted', value: value2, astray: false };
  if (otherwise === 'clear') return { how: 'cleared', astray: true };
  if (otherwise === 'unknown' && to.unknownAllowed)
    return { how: 'unknown', value: unknownValue, astray: true };
  return { how: 'unfit', astray: true };
}

/** What somebody says a value is to become, in the new type; undefined where it cannot. */
export function mappedValue(
  to: TypeChange['to'],
  { becomes, unknown }: ValueMapping,
): CustomValue | undefined {
  if (!to) return undefined;
  if (unknown) return to.unknownAllowed ? unknownValue : undefined;
  return read(to, cellValue(shaped(to), becomes));
}

function mapped(to: NonNullable<TypeChange['to']>, mapping: ValueMapping): Converted {
  if (!mapping.unknown && mapping.becomes.trim() === '') return { how: 'cleared', astray: false };
  const value = mappedValue(to, mapping);
  if (value === undefined) return { how: 'unfit', astray: true };
  return { how: mapping.unknown ? 'unknown' : 'mapped', value, astray: false };
}

function byItself(conversion: Conversion, value: unknown, written: string): CustomValue | undefined {
  const { from, to, currency } = conversion;
  if (!from || !to) return undefined;
  if (from.type === 'choice' && to.type === 'multi_choice') return read(to, [value]) ?? listed(to, written);
  if (from.type === 'multi_choice' && to.type === 'choice') {
    const [only, ...others] = value as readonly string[];
    return others.length > 0 ? undefined : (read(to, only) ?? asWritten(to, written));
  }
  if (from.type === 'money' && to.type === 'number') {
    const { amount, currency: own } = value as { amount: string; currency: string };
    return own === currency ? read(to, amount) : undefined;
  }
  if (to.type === 'money' && currency)
    return asWritten(to, written) ?? asWritten(to, `${written} ${currency}`);
  if (to.type === 'multi_choice') return listed(to, written);
  if (to.type === 'text') return asWritten(to, written.replace(/\s*[\t\r\n]+\s*/g, ' '));
  return asWritten(to, written);
}

/** A text as one option, or as several with something between them that all of it is divided by. */
function listed(to: NonNullable<TypeChange['to']>, written: string): CustomValue | undefined {
  const whole = asWritten({ ...to, type: 'choice' }, written);
  if (typeof whole === 'string') return read(to, [whole]);
  for (const separator of listSeparators) {
    const items = written
      .split(separator)
      .map((item) => item.trim())
      .filter((item) => item !== '');
    const found = items.map((item) => asWritten({ ...to, type: 'choice' }, item));
    if (items.length > 1 && found.every((one) => typeof one === 'string')) return read(to, found);
  }
  return undefined;
}

function asWritten(to: NonNullable<TypeChange['to']>, written: string): CustomValue | undefined {
  const text = texts.has(to.type) ? written : written.normalize('NFKC').trim();
  if (to.type === 'date') return read(to, dayIn(text));
  if (decimals.has(to.type) && ambiguous.test(text)) return undefined;
  if (to.type === 'time') return read(to, text.replace(/^(\d):/, '0$1:'));
  return read(
    to,
    cellValue({ ...shaped(to), unknownAllowed: !texts.has(to.type) && to.unknownAllowed }, text),
  );
}

function read(to: NonNullable<TypeChange['to']>, given: unknown): CustomValue | undefined {
  if (given === undefined) return undefined;
  // Options that are no longer used are no goal, but values that had them before a change keep them.
  const found = readCustomValue(shaped(to), given, given);
  return 'value' in found ? found.value : undefined;
}

/** A field of this shape, of which only the shape counts. */
function shaped({
  type,
  options,
  unknownAllowed,
  minimum,
  maximum,
}: NonNullable<TypeChange['to']>): CustomField {
  return {
    ...{
      id: '',
      object: '',
      key: '',
      type,
      label: undefined,
      help: undefined,
      options,
      unknownAllowed,
      minimum,
    },
    ...{ maximum, referenceObject: '', requiredStages: [], defaultValue: '', position: 0, searchable: false },
    ...{ retired: false, changing: false, etag: '', createTime: '', updateTime: '' },
  };
}

function labelOf(options: readonly CustomOption[], key: string, language: string): string {
  const label = options.find((option) => option.key === key)?.label;
  if (!label) return key;
  const { zh, ru, en } = label;
  const own = language === 'zh-CN' ? zh : language === 'ru' ? ru : en;
  return [own, en, ru, zh].find((text) => text.trim() !== '') ?? key;
}
