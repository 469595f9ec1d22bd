/** A new service and its noun in every form that the sources want: sample form in the template → form of the new one. */
export type Names = ReadonlyMap<string, string>;

/** What somebody asked for cannot be the name of a service or of a noun; the message says why. */
export class BadName extends Error {}

const longest = 30;

/** Words that cannot name a class, a variable or a table, or that the sources of every service use themselves. */
const reserved = new Set(
  (
    'all and any array as asc async await between boolean break by call case cast catch class column const contract ' +
    'continue create databases date debugger default delete desc differences distinct do else end enum error eval event export ' +
    'extends false fetch finally for foreign from function get grant group having if implements import in inject ' +
    'injectable instanceof interface into is join key kontor let like limit list listed mail map message messages module nats ' +
    'new not null number object offset only open option options or order owned package person-copy postgres primary private ' +
    'promise protected public record references return row select service set settings some static string super ' +
    'switch symbol table tests this throw to transaction true try type typeof undefined union unique unit-of-work ' +
    'update user using values var void when where while window with work yield'
  ).split(' '),
);

/**
 * The forms of a service called `service` whose first record is a `noun`, both in kebab-case; `moment` is the time of
 * the first migration in milliseconds. Throws BadName where one of them cannot be used.
 */
export function namesOf(service: string, noun: string, moment: number): Names {
  check('a service', service);
  check('a noun', noun);
  return new Map([
    // The plural stands before the singular: where both fit, the longer one counts.
    ...forms('hand-tools', plural(noun)),
    ...forms('hand-tool', noun),
    ...forms('garden-shed', service),
    ['1700000000000', String(moment)],
  ]);
}

/** A text or a path of the template as it is for the new service. */
export function rename(text: string, names: Names): string {
  const samples = new RegExp([...names.keys()].join('|'), 'g');
  return text.replace(samples, (sample) => names.get(sample) ?? sample);
}

/** The plural of a noun in kebab-case: `delivery` → `deliveries`, `stock-item` → `stock-items`. */
export function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}

/** `sales-pipeline` → `SalesPipeline`. */
export function pascal(name: string): string {
  return name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function check(what: string, name: string): void {
  if (!/^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/.test(name)) {
    throw new BadName(`"${name}" cannot name ${what}: write it in small letters, words joined by hyphens.`);
  }
  if (name.length > longest) throw new BadName(`"${name}" is too long: ${longest} letters at most.`);
  if (reserved.has(name)) {
    throw new BadName(
      `"${name}" has a meaning of its own in the sources: say more, such as "sales-${name}".`,
    );
  }
}

/** kebab, snake, constant, Pascal, camel, and as words of a sentence, the first word capitalised or not. */
function forms(sample: string, name: string): [string, string][] {
  const camel = (text: string) => text.charAt(0).toLowerCase() + pascal(text).slice(1);
  const sentence = (text: string) => text.charAt(0).toUpperCase() + words(text).slice(1);
  const words = (text: string) => text.replaceAll('-', ' ');
  const snake = (text: string) => text.replaceAll('-', '_');
  const constant = (text: string) => snake(text).toUpperCase();
  return [(text: string) => text, snake, constant, pascal, camel, words, sentence].map((form) => [
    form(sample),
    form(name),
  ]);
}
