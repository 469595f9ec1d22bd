import { dropName, isLocalPart } from './local-part.js';

test.each(['crm', 'a', 'sales-2026', 'first.last', 'x_1'])('a drop may be called %s', (name) => {
  expect(isLocalPart(name)).toBe(true);
});

test.each(['', 'CRM', '.crm', 'crm.', 'a..b', 'bounce+x', 'a b', 'a@b', '销售', 'x'.repeat(61)])(
  'no drop is called %p',
  (name) => expect(isLocalPart(name)).toBe(false),
);

test('what a sender adds behind a plus does not matter', () => {
  expect(dropName('CRM+fair')).toBe('crm');
  expect(dropName('crm')).toBe('crm');
});
