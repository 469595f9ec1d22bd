import { refusedField } from '@kontor/errors/app-error';

/** Fields of the form that say how to read the file; the names are those of the record Import. */
const textOptions = ['source', 'country', 'encoding', 'delimiter', 'object', 'mode', 'match'] as const;

/** Fields of the form that are true or false. */
const switches: readonly string[] = ['dryRun', 'acceptDuplicates'];

const COLUMNS_EXAMPLE = '{"column": "Company", "field": "name"}';

/**
 * The options of an import as they gather from the parts of a form: each by itself (`columns` as a JSON array,
 * `dryRun` and `acceptDuplicates` as true or false, the others as text) or all of them as one JSON object in a part named `options`.
 */
export class UploadOptions {
  readonly #options: Record<string, unknown> = {};

  /** Takes one part. Throws AppError `invalid` that names the part when it is unknown, repeated or unreadable. */
  add(name: string, text: string): void {
    if (Object.hasOwn(this.#options, name)) throw refusedField(name, 'repeated-parameter');
    if (name === 'options') this.#addAll(text);
    else this.#options[name] = valueOf(name, text);
  }

  /** The record Import of a file of this name, not yet validated. */
  toImport(fileName: string): Record<string, unknown> {
    return { ...this.#options, fileName };
  }

  #addAll(text: string): void {
    const options = parse(text);
    if (typeof options !== 'object' || options === null || Array.isArray(options)) {
      throw refusedField('options', 'wrong-type', { expected: 'object' });
    }
    for (const [name, value] of Object.entries(options)) {
      if (Object.hasOwn(this.#options, name)) throw refusedField(name, 'repeated-parameter');
      if (!isOption(name)) throw refusedField(name, 'unknown-field');
      this.#options[name] = value;
    }
  }
}

function isOption(name: string): boolean {
  return name === 'columns' || switches.includes(name) || (textOptions as readonly string[]).includes(name);
}

function valueOf(name: string, text: string): unknown {
  if (!isOption(name)) throw refusedField(name, 'unknown-field');
  if (switches.includes(name)) return text === 'true' ? true : text === 'false' ? false : text;
  if (name !== 'columns') return text;
  const columns = parse(text);
  if (!Array.isArray(columns))
    throw refusedField('columns', 'import-columns-invalid', { example: COLUMNS_EXAMPLE });
  return columns;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
