import { delimiterOf } from './delimiter.js';

it.each([
  ['a,b;c,d\n1;2;3;4', ','],
  ['a;b\n', ';'],
  ['a\tb,c\td', '\t'],
  ['a|b|c', '|'],
  ['"a,b,c";d;e\n', ';'],
  ['"one\nline, or, two";b\n1,2,3,4,5', ';'],
  ['\r\n\r\na;b\n', ';'],
  ['alone\n1,2,3', ','],
  ['', ','],
])('the separator of %j is %j', (beginning, delimiter) => {
  expect(delimiterOf(beginning)).toBe(delimiter);
});
