import { cutText, fileName, mailText } from './mail-text.js';

test('the own text of a message goes before its HTML', () => {
  expect(mailText({ text: ' Hello\r\n\r\n\r\n\r\nthere \r\n', html: '<p>No</p>' })).toBe('Hello\n\nthere');
  expect(mailText({ text: ' \r\n', html: '<p>您好</p><p>Привет &amp; hello</p>' })).toBe(
    '您好\n\nПривет & hello',
  );
  expect(mailText({})).toBe('');
});

test('nothing of a page comes through but what it shows', () => {
  const html = `<style>p{}</style><title>T</title><script>alert(1)</script><p onclick="x()">Hi <a href="https://evil.example">https://bank.example</a>
    <img src="https://track.example/1.png" alt="seen"></p><iframe src="//evil"></iframe>`;
  expect(mailText({ html })).toBe('Hi https://bank.example');
});

test('controls, half characters and marks that turn the writing are left out', () => {
  expect(mailText({ text: 'a\0b\u202ec\ud800d\u0007e\tf' })).toBe('abcde\tf');
});

test('a page of a hundred thousand elements within each other is read without harm', () => {
  expect(mailText({ html: `${'<div>'.repeat(100_000)}deep` }).length).toBeLessThan(1_000);
  expect(mailText({ html: '<p>a</p>'.repeat(100_000) }).length).toBeLessThan(500_000);
});

test('a text is cut between characters', () => {
  expect(cutText('abc', 3)).toBe('abc');
  expect(cutText('abcd', 3)).toBe('ab…');
  expect(cutText('a😀bc', 3)).toBe('a…');
});

test.each([
  ['offer.pdf', 'offer.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Windows\\win.ini', 'win.ini'],
  ['a\0b\nc.txt', 'a b c.txt'],
  ['报价单.xlsx', '报价单.xlsx'],
  ['/', 'file'],
  ['..', 'file'],
  [null, 'file'],
  ['\u202Egnp.exe', 'gnp.exe'],
])('the file %p is called %p', (given, name) => {
  expect(fileName(given)).toBe(name);
});
