import { globSync, readFileSync } from 'node:fs';
import { languages } from '@kontor/errors/languages';
import { findMessage } from '@kontor/errors/messages';
import { queryMessages } from './messages.js';

const folder = new URL('.', import.meta.url).pathname;
const sources = globSync('*.ts', { cwd: folder }).filter((file) => !/spec|messages/.test(file));
const text = sources.map((file) => readFileSync(`${folder}${file}`, 'utf8')).join('\n');
const valueReasons = ['text', 'number', 'integer', 'decimal', 'boolean', 'time', 'date', 'uuid'].map(
  (type) => `filter-value-${type}`,
);
const written = [...text.matchAll(/refusal\(\s*'\w+',\s*'([a-z-]+)'/g)].map((match) => match[1] ?? '');
const given = new Set([...written, ...valueReasons]);

describe('the messages of lists', () => {
  it('have a sentence in each language for every reason that is given, and for no other', () => {
    expect(given.size).toBeGreaterThan(20);
    for (const reason of given) {
      for (const language of languages) expect(findMessage(reason, {}, language, queryMessages)).toBeTruthy();
    }
    expect(Object.keys(queryMessages).filter((reason) => !given.has(reason))).toEqual([]);
  });
});
