import { mailSpamScore } from './mail-spam.js';
import { spamFrom } from './spam-score.js';

const mail = {
  senderName: 'Ada',
  subject: 'A question',
  text: 'How much are ten pumps?\n-- \nAda, https://outside.example, www.outside.example/ada https://t.example/ada',
  spam: false,
  authenticity: 'unknown' as const,
};

test('a letter with a signature is none', () => {
  expect(mailSpamScore(mail)).toBe(0);
});

test.each([
  ['called so by our mail server', { spam: true }],
  ['forged', { authenticity: 'failed' as const }],
  ['a name that is a link', { senderName: 'www.casino.example' }],
  ['a subject that is a link', { subject: 'https://casino.example' }],
  ['full of links', { text: Array.from({ length: 9 }, (_, n) => `https://c${n}.example`).join(' ') }],
])('what is %s goes to the tray', (_why, more) => {
  expect(mailSpamScore({ ...mail, ...more })).toBeGreaterThanOrEqual(spamFrom);
});

test('a link that is told ten times is one link', () => {
  expect(mailSpamScore({ ...mail, text: 'https://a.example/x '.repeat(10) })).toBe(0);
});
