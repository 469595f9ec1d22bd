import { globSync, readFileSync } from 'node:fs';
import { errorCodes } from '../src/codes.js';
import { findMessage } from '../src/messages.js';
import { messageFiles, root, tablesIn, written } from './tables.js';

const codes = Object.keys(errorCodes).join('|');
const afterCode = new RegExp(`\\(\\s*(?:\\d+,\\s*)?'(?:${codes})',\\s*'([a-z0-9-]+)'`, 'g');

/** Reasons written out in a source: given after a code to an error, as the `reason` of a field, or to what refuses one. */
function reasonsIn(source: string): string[] {
  const given = [...source.matchAll(/\breason: [^,;{}\n]*/g)].flatMap(([words]) => [
    ...words.matchAll(/[?:] '([a-z0-9-]+)'/g),
  ]);
  const refused = [...source.matchAll(/\brefusedField\(\s*[^,]+,([^,;)]*)/g)].flatMap(([, words = '']) => [
    ...words.matchAll(/(?:^|[?:])\s*'([a-z0-9-]+)'/g),
  ]);
  return [...source.matchAll(afterCode), ...given, ...refused].map((match) => match[1] ?? '');
}

describe('reasons in the sources', () => {
  const sources = written('{apps,libs}/*/src/**/*.ts');
  const tables = messageFiles().filter((file) => !file.startsWith('libs/errors/'));

  it('are found where an error is thrown and where a field is refused', () => {
    const source = `
      throw new AppError(
        'stale',
        'gone-stale', {});
      throw new HttpRefusal(405, 'invalid', 'not-here');
      return { field, reason: 'too-late' };
      return { reason: word === 'email' ? 'no-mail' : 'no-phone', field };
      throw refusedField(
        'email',
        'not-mine', { max });
      throw refusedField(name, word === 'fax' ? 'no-fax' : 'no-mast');`;
    expect(reasonsIn(source)).toEqual([
      'gone-stale',
      'not-here',
      'too-late',
      'no-mail',
      'no-phone',
      'not-mine',
      'no-fax',
      'no-mast',
    ]);
    expect(sources).toContain('libs/errors/src/app-error.ts');
  });

  it('each have a sentence', async () => {
    const known = await tablesIn(tables);
    const silent = sources.flatMap((file) =>
      reasonsIn(readFileSync(`${root}${file}`, 'utf8'))
        .filter((reason) => findMessage(reason, {}, 'en', ...known) === undefined)
        .map((reason) => `${reason} in ${file}`),
    );
    expect(silent).toEqual([]);
  });

  it('have one sentence in a service: of two tables the later one would speak with the parameters of the other', async () => {
    const twice: string[] = [];
    for (const app of globSync('apps/*', { cwd: root })) {
      const parts = tables.filter(
        (file) => file.startsWith(`${app}/src/`) && file !== `${app}/src/messages.ts`,
      );
      const reasons = (await tablesIn(parts)).flatMap((table) => Object.keys(table));
      twice.push(...reasons.filter((reason, index) => reasons.indexOf(reason) < index));
    }
    expect(twice).toEqual([]);
  });
});
