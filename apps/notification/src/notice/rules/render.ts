import { Liquid, type Template as Parsed } from 'liquidjs';
import { languages, type Language } from '@kontor/errors/languages';
import type { FieldRights } from '@kontor/schema/view';
import { objectWord } from './object-words.js';
import { ownPart } from './own-part.js';
import { plainLine } from './plain-line.js';
import { templates, type Template, type TemplateText } from './templates.js';
import { shownValues } from './value-sources.js';

/** Values of a template as they are stored: its own ones only, each a short plain line. */
export type TemplateValues = Readonly<Record<string, string>>;

/** For whom something is written. */
export interface Reader {
  language: Language;
  /** IANA zone. */
  timeZone: string;
  /** What the reader's roles allow at this moment; without it everything is shown. */
  rights?: FieldRights | undefined;
}

/** Something written to one person. */
export interface Rendered {
  subject: string;
  text: string;
  /** A whole page. */
  html: string;
}

const subjectLength = 200;

const limits = {
  // Templates are ours, but a value must not be able to make one run away.
  renderLimit: 1_000,
  memoryLimit: 1_000_000,
  parseLimit: 100_000,
  ownPropertyOnly: true,
  strictFilters: true,
  // An empty value counts as absent.
  jsTruthy: true,
  // Nothing is included from files.
  templates: {},
};
const plain = new Liquid(limits);
const escaping = new Liquid({ ...limits, outputEscape: 'escape' });

type ParsedText = Record<keyof TemplateText, Parsed[]>;
const parsed = new Map(
  Object.entries(templates).flatMap(([name, { texts }]) =>
    languages.map((language) => [`${name}/${language}`, parse(texts[language])] as const),
  ),
);

function parse({ subject, text, html }: TemplateText): ParsedText {
  return { subject: plain.parse(subject), text: plain.parse(text), html: escaping.parse(html) };
}

/** The template of a name, if there is one. */
export function findTemplate(name: string): Template | undefined {
  return Object.hasOwn(templates, name) ? templates[name] : undefined;
}

/** Keeps of what an event brought only what the template shows, and no more of it than it shows. */
export function templateValues(
  { values }: Template,
  given: Readonly<Record<string, unknown>>,
): TemplateValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, most]) => [
      name,
      plainLine(Object.hasOwn(given, name) ? given[name] : '', most),
    ]),
  );
}

/**
 * Writes a template to a reader, of each value what the reader may see now. `due` is the moment of the thing to
 * remember, RFC 3339. Throws for an unknown template.
 */
export function render(name: string, values: TemplateValues, due: string, reader: Reader): Rendered {
  const texts = parsed.get(`${name}/${reader.language}`);
  if (!texts) throw new RangeError(`no template ${name}`);
  const all = { ...told(findTemplate(name), values, reader), dueTime: timeFor(due, reader) };
  const scope = shownValues(name, all, reader.language, reader.rights);
  const body = String(escaping.renderSync(texts.html, scope));
  return {
    subject: plainLine(String(plain.renderSync(texts.subject, scope)), subjectLength),
    text: String(plain.renderSync(texts.text, scope)).trim(),
    html: `<!doctype html>\n<html lang="${reader.language}"><head><meta charset="utf-8"></head><body>\n${body.trim()}\n</body></html>`,
  };
}

/** Values as the reader writes them: moments and days by the own calendar, numbers, names of objects. */
function told(
  template: Template | undefined,
  values: TemplateValues,
  reader: Reader,
): Record<string, string> {
  const all: Record<string, string> = { ...values };
  const tell = (names: readonly string[] | undefined, how: (value: string) => string) => {
    for (const name of names ?? []) all[name] = how(all[name] ?? '');
  };
  const isTime = (value: string) => !Number.isNaN(Date.parse(value));
  tell(template?.times, (moment) => (isTime(moment) ? timeFor(moment, reader) : ''));
  tell(template?.dates, (day) => (isTime(day) ? dayFor(day, reader.language) : ''));
  tell(template?.numbers, (number) =>
    /^\d{1,15}$/.test(number) ? numberFor(number, reader.language) : number,
  );
  tell(template?.objects, (object) => objectWord(object, reader.language));
  tell(template?.translated, (name) => ownPart(name, reader.language));
  return all;
}

const day: Intl.DateTimeFormatOptions = { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' };
const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

/** A day as the reader's calendar shows it, the day of the week with it. */
function dayFor(date: string, language: Language): string {
  return new Intl.DateTimeFormat(language, { ...day, timeZone: 'UTC' }).format(new Date(date));
}

function numberFor(number: string, language: Language): string {
  return new Intl.NumberFormat(language, { useGrouping: 'min2' }).format(Number(number));
}

/** A moment as the reader's clock and calendar show it, the zone named. A zone unknown here counts as UTC. */
function timeFor(moment: string, { language, timeZone }: Reader): string {
  const at = new Date(moment);
  if (language !== 'zh-CN')
    return formatter(language, { ...day, ...clock, timeZoneName: 'short' }, timeZone).format(at);
  // Chinese puts the zone between day and hour, where nobody looks for it.
  const zone = formatter(language, { timeZoneName: 'short' }, timeZone).formatToParts(at);
  const name = zone.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
  return `${formatter(language, { ...day, ...clock }, timeZone).format(at)}（${name}）`;
}

function formatter(
  language: Language,
  form: Intl.DateTimeFormatOptions,
  timeZone: string,
): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(language, { ...form, timeZone });
  } catch {
    return new Intl.DateTimeFormat(language, { ...form, timeZone: 'UTC' });
  }
}
