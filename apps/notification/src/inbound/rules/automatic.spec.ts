import { automaticOf } from './automatic.js';

const by = { envelopeFrom: 'ada@outside.example', sender: 'ada@outside.example', ours: 'Kontor@crm.example' };
const header = (key: string, value: string) => [{ key, value }];

test.each([
  ['auto-submitted', 'auto-replied', 'automatic-reply'],
  ['auto-submitted', 'Auto-Generated; owner-email=x', 'automatic-reply'],
  ['auto-submitted', 'no', ''],
  ['auto-submitted', 'No; because=I say so', ''],
  ['precedence', 'auto_reply', 'automatic-reply'],
  ['x-auto-response-suppress', 'All', 'automatic-reply'],
  ['x-autoreply', 'yes', 'automatic-reply'],
  ['precedence', 'Bulk', 'bulk'],
  ['precedence', 'list', 'bulk'],
  ['precedence', 'first-class', ''],
  ['list-id', '<sales.lists.example>', 'bulk'],
  ['list-unsubscribe', '<https://news.example/no>', 'bulk'],
  ['x-kontor-about', 'customers/1', 'loop'],
  ['subject', 'Auto-Submitted: auto-replied', ''],
])('%s: %s is %p', (key, value, automatic) => {
  expect(automaticOf(header(key, value), by)).toBe(automatic);
});

test('what has no sender, comes from a mail server, from ourselves, or went around, nobody wrote', () => {
  expect(automaticOf([], by)).toBe('');
  expect(automaticOf([], { ...by, envelopeFrom: '' })).toBe('automatic-reply');
  expect(automaticOf([], { ...by, sender: 'mailer-daemon@mx.example' })).toBe('automatic-reply');
  expect(automaticOf([], { ...by, sender: 'kontor@crm.example' })).toBe('loop');
  const hops = (count: number) => Array.from({ length: count }, () => ({ key: 'received', value: 'by x' }));
  expect(automaticOf(hops(50), by)).toBe('');
  expect(automaticOf(hops(51), by)).toBe('loop');
});
