import { jest } from '@jest/globals';
import { telephonySettings } from '../config.js';
import { isGenuine, signingKey } from './signature.js';

const body = Buffer.from('{"test": 2432232314}');
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const event = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: '1614265330', body };
const now = 1_614_265_330_000;
const signed = (key: string) => signingKey(key).sign(event.id, new Date(now), body);
const signature = signed(secret);

beforeAll(() => void jest.useFakeTimers({ now }));
afterAll(() => void jest.useRealTimers());

it('signs as the specification of Standard Webhooks says', () => {
  expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

it.each([
  ['fresh and signed', {}, now, true],
  ['signed by one of several keys', { signature: `v1,AAAA ${signature}` }, now, true],
  ['five minutes old', {}, now + 300_000, true],
  ['older', {}, now + 301_000, false],
  ['from the future', {}, now - 301_000, false],
  ['of another body', { body: Buffer.from('{}') }, now, false],
  ['of another id', { id: 'msg_other' }, now, false],
  ['without an id', { id: '' }, now, false],
  ['moved to another time', { timestamp: '1614265331' }, now, false],
  ['not signed', { signature: '' }, now, false],
  ['signed by nothing', { signature: 'v1' }, now, false],
  ['signed in another version', { signature: signature.replace('v1,', 'v2,') }, now, false],
  ['without a time', { timestamp: 'now' }, now, false],
])('an event %s', (_what, change, at, genuine) => {
  jest.setSystemTime(at);
  expect(isGenuine({ ...event, signature, ...change }, [secret])).toBe(genuine);
});

it('is genuine by any of the keys while one takes the place of another, and by none where none is set', () => {
  jest.setSystemTime(now);
  const plain = 'a secret as it is, 密钥';
  const other = 'whsec_' + Buffer.from('another secret of ours').toString('base64');
  for (const key of [secret, plain, other]) {
    const sent = { ...event, signature: signed(key) };
    expect(isGenuine(sent, [plain, other, secret])).toBe(true);
    expect(
      isGenuine(
        sent,
        [plain, other, secret].filter((one) => one !== key),
      ),
    ).toBe(false);
    expect(isGenuine(sent, [])).toBe(false);
  }
});

it.each([
  ['too short', 'TELEPHONY_SECRET: must have at least 16 characters'],
  ['a-secret-of-the-exchange short', 'TELEPHONY_SECRET: must have at least 16 characters'],
  ['whsec_*not*base64*at*all*', 'TELEPHONY_SECRET: must be base64 behind whsec_'],
])('is not begun with a key that is none: %s', (value, text) => {
  expect(() => telephonySettings({ TELEPHONY_SECRET: value })).toThrow(text);
});
