import { saysAddressIsNone, verdictOn } from './submission.js';

describe('a message that was not clearly taken', () => {
  it.each([
    ['nobody listens', { handedOver: false, code: 'ESOCKET', command: 'CONN' }, 'scheduled', 'no-connection'],
    [
      'the greeting never comes',
      { handedOver: false, code: 'ETIMEDOUT', command: 'CONN' },
      'scheduled',
      'no-connection',
    ],
    [
      'the greeting is a no',
      { handedOver: false, code: 'EPROTOCOL', command: 'CONN', responseCode: 554 },
      'scheduled',
      'refused-for-now',
    ],
    [
      'our password is wrong',
      { handedOver: false, code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535 },
      'scheduled',
      'sign-in-refused',
    ],
    [
      'the sender is refused',
      { handedOver: false, code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550 },
      'failed',
      'refused',
    ],
    [
      'the mailbox is unknown',
      { handedOver: false, code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550 },
      'failed',
      'refused',
    ],
    [
      'the mailbox is greylisted',
      { handedOver: false, code: 'EENVELOPE', command: 'RCPT TO', responseCode: 450 },
      'scheduled',
      'refused-for-now',
    ],
    [
      'the message is refused',
      { handedOver: true, code: 'EMESSAGE', command: 'DATA', responseCode: 552 },
      'failed',
      'refused',
    ],
    [
      'the message is refused for now',
      { handedOver: true, code: 'EMESSAGE', command: 'DATA', responseCode: 451 },
      'scheduled',
      'refused-for-now',
    ],
    [
      'commands came in the wrong order',
      { handedOver: false, code: 'EENVELOPE', command: 'DATA', responseCode: 503 },
      'scheduled',
      'refused-for-now',
    ],
    [
      'the server closes with 421',
      { handedOver: true, code: 'ECONNECTION', command: 'CONN', responseCode: 421 },
      'scheduled',
      'refused-for-now',
    ],
    [
      'the address cannot be written',
      { handedOver: false, code: 'EENVELOPE', command: 'API' },
      'failed',
      'address-invalid',
    ],
    [
      'the line breaks within the message',
      { handedOver: false, code: 'ECONNECTION', command: 'CONN' },
      'scheduled',
      'no-connection',
    ],
    [
      'the line breaks after the final dot',
      { handedOver: true, code: 'ECONNECTION', command: 'CONN' },
      'unknown',
      'no-answer',
    ],
    [
      'the answer never comes',
      { handedOver: true, code: 'ETIMEDOUT', command: 'CONN' },
      'unknown',
      'no-answer',
    ],
    [
      'the answer makes no sense',
      { handedOver: true, code: 'EPROTOCOL', command: 'CONN' },
      'unknown',
      'no-answer',
    ],
    [
      'the answer to the message is a question',
      { handedOver: true, code: 'EMESSAGE', command: 'DATA', responseCode: 354 },
      'unknown',
      'no-answer',
    ],
  ])('when %s', (_, failure, state, reason) => {
    expect(verdictOn(failure)).toEqual({ state, reason });
  });
});

test.each([
  ['550 5.1.1 no such user', true],
  ['550-5.1.1 The email account', true],
  ['556 5.1.10 null MX', true],
  ['550 5.7.1 refused', false],
  ['553 5.1.8 sender address', false],
  ['550 No such mailbox here', false],
  ['450 5.1.1 later', false],
  ['', false],
])('%p says that there is no such address: %p', (reply, none) => {
  expect(saysAddressIsNone(reply)).toBe(none);
});
