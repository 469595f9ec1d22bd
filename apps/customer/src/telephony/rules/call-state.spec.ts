import { judge } from './call-state.js';

const at = (time: string) => `2026-11-21T10:${time}.000Z`;
const ring = { ringTime: at('00:00') };

it.each([
  ['rings', ring, at('00:05'), { state: 'ringing', settleTime: at('10:00') }],
  [
    'talks once answered',
    { ...ring, answerTime: at('00:07') },
    at('00:08'),
    { state: 'talking', settleTime: '2026-11-21T22:00:07.000Z' },
  ],
  [
    'is over once answered and hung up',
    { ...ring, answerTime: at('00:07'), hangupTime: at('01:00') },
    at('01:00'),
    { state: 'ended' },
  ],
  [
    'still rings right after a hang-up, for the answer may come late',
    { ...ring, hangupTime: at('00:20') },
    at('00:21'),
    { state: 'ringing', settleTime: at('00:23') },
  ],
  [
    'is missed three seconds after a hang-up',
    { ...ring, hangupTime: at('00:20') },
    at('00:23'),
    { state: 'missed' },
  ],
  [
    'still rings where a hunt line may go on to the next phone',
    { ...ring, hangupTime: at('00:20'), hunting: true },
    at('00:25'),
    { state: 'ringing', settleTime: at('00:26') },
  ],
  ['is missed where nothing more is told', ring, at('10:00'), { state: 'missed' }],
  [
    'is over where the hang-up is never told',
    { ...ring, answerTime: at('00:07') },
    '2026-11-21T22:00:07.000Z',
    { state: 'ended' },
  ],
])('%s', (_what, times, now, judged) => {
  expect(judge(times, now)).toEqual(judged);
});
