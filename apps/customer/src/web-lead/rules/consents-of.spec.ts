import { consentsAfter, type Tick } from './consents-of.js';

const tick: Tick = {
  channels: ['email', 'call'],
  text: 'Write to me.',
  source: 'Ask us',
  time: '2026-11-22T10:00:00.000Z',
  proof: 'webSubmissions/1',
};
const noted = { source: 'visit', authorId: 'anna', time: '2026-01-01T00:00:00.000Z' };

it('gives what was ticked, with what was shown and where it is proved', () => {
  expect(consentsAfter([], tick)).toEqual(
    ['email', 'call'].map((channel) => ({
      channel,
      state: 'given',
      source: 'Ask us',
      time: tick.time,
      authorId: '',
      text: 'Write to me.',
      proof: 'webSubmissions/1',
    })),
  );
});

it('leaves alone what somebody withdrew or gave before', () => {
  const before = [
    { channel: 'call', state: 'withdrawn', ...noted },
    { channel: 'email', state: 'given', ...noted },
  ] as const;
  expect(consentsAfter(before, tick)).toEqual(before);
});

it('answers where nobody was asked before, and leaves other channels alone', () => {
  const before = [
    { channel: 'email', state: 'unknown', ...noted },
    { channel: 'mail', state: 'withdrawn', ...noted },
  ] as const;
  expect(consentsAfter(before, tick).map(({ channel, state }) => `${channel} ${state}`)).toEqual([
    'mail withdrawn',
    'email given',
    'call given',
  ]);
});
