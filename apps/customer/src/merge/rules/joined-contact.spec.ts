import type { Contact } from '../../contact/contact.entity.js';
import { contactPairs, joinedContact } from './joined-contact.js';

const contact = (more: Partial<Contact>): Contact =>
  ({
    id: 'one',
    name: 'Ada',
    position: '',
    roles: [],
    phones: [],
    emails: [],
    websites: [],
    addresses: [],
    language: '',
    note: '',
    ...more,
  }) as unknown as Contact;
const phone = (number: string) => ({ raw: number, number, kind: 'mobile' as const });

it('the contact that stays keeps its own word and gets what it had not', () => {
  const kept = contact({
    position: 'Buyer',
    phones: [phone('+861')],
    custom: { birthday: '05-01' },
    note: 'n',
  });
  const dropped = contact({
    position: 'Head',
    language: 'ru',
    phones: [phone('+861'), phone('+862')],
    custom: { birthday: '06-01', size: '1' },
    note: 'n',
  });
  expect(joinedContact(kept, dropped)).toEqual({
    language: 'ru',
    phones: [phone('+861'), phone('+862')],
    custom: { birthday: '05-01', size: '1' },
  });
  expect(joinedContact(kept, kept)).toEqual({});
});

it('contacts with the same phone or e-mail are offered, each pair once, by readable fields only', () => {
  const ours = [
    contact({ id: 'a', emails: ['Ada@x.example'], phones: [phone('+861')] }),
    contact({ id: 'b' }),
  ];
  const theirs = [
    contact({ id: 'c', emails: ['ada@x.example'], phones: [phone('+861')] }),
    contact({ id: 'd' }),
  ];
  const pair = { winnerContactId: 'a', loserContactId: 'c' };
  expect(contactPairs(ours, theirs)).toEqual([{ ...pair, matched: ['emails', 'phones'] }]);
  expect(contactPairs(ours, theirs, new Set(['emails']))).toEqual([{ ...pair, matched: ['emails'] }]);
  expect(contactPairs(ours, theirs, new Set())).toEqual([]);
});
