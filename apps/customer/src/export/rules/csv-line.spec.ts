import { cellText } from '../../import/rules/cell-text.js';
import { csvLine, guardedText } from './csv-line.js';

describe('a line of a file', () => {
  it('quotes separators, quotes and line breaks, and ends in CRLF', () => {
    expect(csvLine(['a', 'b,c', 'd"e', 'f\ng', ''])).toBe('a,"b,c","d""e","f\ng",\r\n');
  });

  it.each(['=1+1', '+86', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', "'=1", "''=1"])(
    'guards %j, and the import reads what was meant',
    (text) => {
      expect(guardedText(text)).toBe(`'${text}`);
      expect(cellText(guardedText(text))).toBe(text);
    },
  );

  it.each(['a=1', "'quoted'", '1+1', ' ', '联系人'])('leaves %j alone', (text) =>
    expect(guardedText(text)).toBe(text),
  );
});
