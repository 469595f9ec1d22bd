import { isGenuine, signatureOf } from './signature.js';

const body = Buffer.from('{"test": 2432232314}');
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const event = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: '1614265330', body };
const now = 1_614_265_330_000;

it('signs as the specification of Standard Webhooks says', () => {
  expect(signatureOf(event, secret)).toBe('g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

const signature = `v1,${signatureOf(event, secret)}`;

it.each([
  ['fresh and signed', {}, now, true],
  ['signed by one of several keys', { signature: `v1,AAAA ${signature}` }, now, true],
  ['five minutes old', {}, now + 300_000, true],
  ['older', {}, now + 301_000, false],
  ['from the future', {}, now - 301_000, false],
  ['of another body', { body: Buffer.from('{}') }, now, false],
  ['of another id', { id: 'msg_other' }, now, false],
  ['moved to another time', { timestamp: '1614265331' }, now, false],
  ['not signed', { signature: '' }, now, false],
  ['signed in another version', { signature: signature.replace('v1,', 'v2,') }, now, false],
  ['without a time', { timestamp: 'now' }, now, false],
])('an event %s', (_what, change, at, genuine) => {
  expect(isGenuine({ ...event, signature, ...change }, [secret], at)).toBe(genuine);
});

it('is never genuine where no key is set', () => {
  expect(isGenuine({ ...event, signature }, [], now)).toBe(false);
});
