import { spamFrom, spamScore } from './spam-score.js';

it.each([
  ['a person who types', { name: 'Li Wei', message: 'How much is it?' }, 20_000, false],
  ['a person with one link', { name: 'Li Wei', message: 'As on https://example.com' }, 20_000, false],
  ['who fills in what nobody sees', { name: 'Li Wei', homepage: 'x' }, 20_000, true],
  ['who needs no time', { name: 'Li Wei' }, 500, true],
  ['a link for a name', { name: 'https://spam.example' }, 20_000, true],
  ['many links', { name: 'A', message: 'http://a http://b www.c www.d' }, 20_000, true],
  ['markup with a link', { name: 'A', message: '<a href="http://a">' }, 20_000, true],
])('%s', (_, answers, milliseconds, spam) => {
  expect(spamScore(answers, milliseconds) >= spamFrom).toBe(spam);
});
