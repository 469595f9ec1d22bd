import { Liquid, type Template as Parsed } from 'liquidjs';
import { languages, type Language } from '@kontor/errors/languages';
import type { FieldRights } from '@kontor/schema/view';
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
  const all: Record<string, string> = { ...values, dueTime: timeFor(due, reader) };
  for (const time of findTemplate(name)?.times ?? []) {
    const moment = all[time] ?? '';
    all[time] = Number.isNaN(Date.parse(moment)) ? '' : timeFor(moment, reader);
  }
  const scope = shownValues(name, all, reader.language, reader.rights);
  const body = String(escaping.renderSync(texts.html, scope));
  return {
    subject: plainLine(String(plain.renderSync(texts.subject, scope)), subjectLength),
    text: String(plain.renderSync(texts.text, scope)).trim(),
    html: `<!doctype html>\n<html lang="${reader.language}"><head><meta charset="utf-8"></head><body>\n${body.trim()}\n</body></html>`,
  };
}

/** A moment as the reader's clock and calendar show it, the zone named. A zone unknown here counts as UTC. */
function timeFor(moment: string, { language, timeZone }: Reader): string {
  const form: Intl.DateTimeFormatOptions = {
    weekday: 'long',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  };
  return formatter(language, form, timeZone).format(new Date(moment));
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
