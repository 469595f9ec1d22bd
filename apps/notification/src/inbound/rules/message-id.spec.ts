import { externalIdOf, identityOf, messageIdOf, referencesOf } from './message-id.js';

const mail = (text: string) => Buffer.from(text);

test('the Message-ID is found in the headers only, folded or not', () => {
  expect(messageIdOf(mail('From: a@b\r\nMESSAGE-ID: <1@a.example>\r\n\r\nHi'))).toBe('<1@a.example>');
  expect(messageIdOf(mail('Message-ID:\r\n <1@a.example>\r\nX: y\r\n\r\n'))).toBe('<1@a.example>');
  expect(messageIdOf(mail('From: a@b\r\n\r\nMessage-ID: <1@a.example>\r\n'))).toBeUndefined();
  expect(messageIdOf(mail('Message-ID: nonsense\r\nX: <2@b>\r\n\r\n'))).toBeUndefined();
  expect(messageIdOf(mail(''))).toBeUndefined();
  expect(messageIdOf(mail('Message-ID: <a\0b@a.example>\r\n\r\n'))).toBeUndefined();
  expect(messageIdOf(mail('Message-ID: <ä@a.example>\r\n\r\n'))).toBeUndefined();
});

test('one Message-ID is one message; without one, the same text is', () => {
  const named = 'Message-ID: <1@a.example>\r\n\r\n';
  expect(identityOf(mail(`${named}one`))).toBe(identityOf(mail(`Received: x\r\n${named}two`)));
  expect(identityOf(mail('one'))).toBe(identityOf(mail('one')));
  expect(identityOf(mail('one'))).not.toBe(identityOf(mail('two')));
  expect(externalIdOf('<1@a.example>', 'abc')).toBe('<1@a.example>');
  expect(externalIdOf(`<${'x'.repeat(300)}@a.example>`, 'abc')).toBe('sha256:abc');
  expect(externalIdOf(undefined, 'abc')).toBe('sha256:abc');
});

test('the nearest of the messages that are answered comes first', () => {
  expect(referencesOf('<3@a>', '<1@a>\r\n <2@a> <3@a>')).toEqual(['<3@a>', '<2@a>', '<1@a>']);
  expect(referencesOf(undefined, undefined)).toEqual([]);
  expect(referencesOf('<a\0b@a> <2@a>', '<\u0001@a>')).toEqual(['<2@a>']);
  const many = Array.from({ length: 5_000 }, (_, place) => `<${place}@a>`).join(' ');
  expect(referencesOf(undefined, many)).toHaveLength(20);
  expect(referencesOf(undefined, many)[0]).toBe('<4999@a>');
});
