import { greetingOf } from './greeting.js';

it.each([
  [
    'the contact, in the contact’s language',
    { contactName: 'Ада', customerName: 'Bytes' },
    'ru',
    'Здравствуйте, Ада!',
  ],
  [
    'the customer where no contact has the number',
    { contactName: '', customerName: '王伟' },
    undefined,
    'Hello 王伟!',
  ],
  [
    'in the reader’s language where theirs is not spoken',
    { contactName: '$&', customerName: '' },
    'fr',
    'Hello $&!',
  ],
  ['nobody without a name', { contactName: '', customerName: '' }, 'zh-CN', ''],
])('greets %s', (_, names, theirs, expected) => {
  expect(greetingOf(names, theirs, 'en')).toBe(expected);
});
