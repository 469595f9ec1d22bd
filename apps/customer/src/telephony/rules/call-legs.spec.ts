import { withLegs } from './call-legs.js';

const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 10, 0, second)).toISOString();
const call = { ringTime: at(0) };
const rang = (answered?: number, hungUp?: number) => ({
  ringTime: at(0),
  ...(answered !== undefined && { answerTime: at(answered) }),
  ...(hungUp !== undefined && { hangupTime: at(hungUp) }),
});

it.each([
  ['is not while another phone rings', {}, [rang(undefined, 5), rang()], undefined],
  [
    'is once no phone rings, unless a hunt line goes on',
    {},
    [rang(undefined, 5), rang(undefined, 9)],
    [at(9), true],
  ],
  [
    'is not because phones stop ringing that did not answer',
    { answerTime: at(4) },
    [rang(4), rang(undefined, 4)],
    undefined,
  ],
  [
    'is when the phone that answered hangs up, though another rings on',
    { answerTime: at(4) },
    [rang(4, 30), rang()],
    [at(30), false],
  ],
  ['is not while it was put through to another', { answerTime: at(4) }, [rang(4, 30), rang(28)], undefined],
  ['is when both hung up', { answerTime: at(4) }, [rang(4, 30), rang(28, 50)], [at(50), false]],
  ['is when the whole call was hung up', { hangupTime: at(7) }, [rang(), rang()], [at(7), undefined]],
  [
    'is when all hung up, of which nobody knows who answered',
    { answerTime: at(4) },
    [rang(undefined, 6)],
    [at(6), false],
  ],
  ['is not where nothing is known of phones', {}, [], undefined],
])('a call %s', (_, times, legs, over) => {
  const told = withLegs({ ...call, ...times }, legs);
  expect(told.hangupTime && [told.hangupTime, told.hunting]).toEqual(over);
});
