import { languages } from '@kontor/errors/languages';
import { findMessage } from '@kontor/errors/messages';
import { messages } from './messages.js';
import { judgeRow } from './import/rules/row-faults.js';

const places = ['name', 'taxNumber', 'phone'].map((field, index) => ({ column: field, field, index }));

/** What a row of a file is refused for, as its reader learns it. */
function reasonOf(...cells: string[]): string {
  const judged = judgeRow(cells, { places, width: 3, source: '', country: 'RU' } as never);
  return 'reason' in judged ? judged.reason : '';
}

it.each([
  ['a wrong tax number', reasonOf('Lotus', '123', ''), 'not-an-inn'],
  ['a phone that is none', reasonOf('Lotus', '', 'call me'), 'not-a-phone'],
  ['a missing cell', reasonOf('Lotus'), 'row-column-count'],
])('says of %s in a file what is wrong, in every language', (_what, reason, expected) => {
  expect(reason).toBe(expected);
  for (const language of languages) expect(findMessage(reason, {}, language, messages)).toBeDefined();
});
