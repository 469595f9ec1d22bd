import { callEventSchema, otherSide } from './call-event.js';

const event = { from: '010 8888 6666', to: '+86 21 5555 1000', extension: '101', direction: undefined };
const isExtension = (number: string) => number === '101' || number === '102';
const side = (change: object) => otherSide({ ...event, ...change }, isExtension, ['021-5555 1000'], 'CN');

it.each([
  ['who calls', {}, { direction: 'inbound', number: '+861088886666', withheld: false }],
  [
    'whom we call',
    { from: '101', to: '+7 495 123-45-67' },
    { direction: 'outbound', number: '+74951234567', withheld: false },
  ],
  [
    'whom we call from our own number',
    { from: '+862155551000', to: '+74951234567' },
    { direction: 'outbound', number: '+74951234567', withheld: false },
  ],
  ['nobody who is known', { from: 'anonymous' }, { direction: 'inbound', number: '', withheld: true }],
  [
    'a number as told, where it is none',
    { from: '*98' },
    { direction: 'inbound', number: '*98', withheld: false },
  ],
  ['nobody in a call among ourselves', { from: '102', to: '101' }, undefined],
  ['nobody in a call from our own number to us', { from: '+862155551000', direction: 'inbound' }, undefined],
])('is %s', (_what, change, expected) => {
  expect(side(change)).toEqual(expected);
});

it.each(['a\u0000b', 'a\nb', 'a\ud800'])('an event with signs that nobody can keep is none: %j', (callId) => {
  const told = (id: string) => callEventSchema.safeParse({ type: 'ring', callId: id, from: '李雷 😀' });
  expect(told(callId).success).toBe(false);
  expect(told('a b').success).toBe(true);
});
