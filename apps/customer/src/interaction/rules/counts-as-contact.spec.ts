import { countsAsContact, type ToldTalk } from './counts-as-contact.js';

it.each<[string, Partial<ToldTalk>, boolean]>([
  ['a call', { manner: 'call' }, true],
  ['a call that the customer began', { manner: 'call', direction: 'inbound' }, true],
  ['a visit', { manner: 'visit' }, true],
  ['a meeting', { manner: 'meeting' }, true],
  ['a letter of ours', { manner: 'letter', direction: 'outbound' }, true],
  ['an e-mail of which nobody says whose it was', { manner: 'email' }, true],
  [
    'an e-mail of ours that a mail server brought in',
    { manner: 'email', direction: 'outbound', source: 'mail' },
    true,
  ],
  ['an e-mail of theirs', { manner: 'email', direction: 'inbound' }, false],
  ['an SMS of theirs', { manner: 'sms', direction: 'inbound' }, false],
  ['a fax of ours', { manner: 'fax', direction: 'outbound' }, true],
  ['a visit of another system', { manner: 'visit', direction: 'inbound', source: 'crm' }, true],
  ['a call of another system, of which nobody says who began it', { manner: 'call', source: 'crm' }, true],
  [
    'a greeting that Kontor sent',
    { manner: 'email', direction: 'outbound', source: 'kontor', letterState: 'accepted' },
    false,
  ],
  ['a message that was brought in', { manner: 'message', direction: 'inbound', source: 'chat' }, false],
  ['a web form', { manner: 'web_form', direction: 'inbound', source: 'web-form' }, false],
  ['a call that nobody took', { manner: 'call', direction: 'inbound', source: 'telephony' }, false],
  ['a draft', { manner: 'call', direction: 'outbound', draft: true }, false],
  ['a remark', { manner: 'other' }, false],
])('%s', (_, talk, counts) => {
  expect(countsAsContact({ manner: 'other', draft: false, source: '', ...talk })).toBe(counts);
});
