import { withAddress } from './prospect-of-item.js';

const bare = { phones: [], emails: [], channel: undefined };

it('has the number that called, and came by phone', () => {
  expect(withAddress(bare, { kind: 'phone', value: '+74951234567' }, 'call')).toMatchObject({
    phones: [{ raw: '+74951234567' }],
    emails: [],
    channel: 'phone',
  });
});

it('has the address that wrote, and came by e-mail', () => {
  expect(withAddress(bare, { kind: 'email', value: 'a@example.ru' }, 'email')).toMatchObject({
    emails: ['a@example.ru'],
    channel: 'email',
  });
});

it('keeps what was typed', () => {
  const typed = { ...bare, emails: ['b@example.ru'], channel: 'event' as const };
  expect(withAddress(typed, { kind: 'email', value: 'a@example.ru' }, 'email')).toEqual(typed);
});
