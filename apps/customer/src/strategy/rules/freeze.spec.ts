import { day } from './clock.js';
import { freezeUntil } from './freeze.js';

const now = 1_000 * day;
const facts = { assigned: 900 * day };
const last = now + 30 * day;

it('a first freeze ends in the future, and within its days', () => {
  expect(freezeUntil(facts, last, 30, now)).toEqual({ begun: now });
  for (const end of [now, now - day])
    expect(freezeUntil(facts, end, 30, now)).toEqual({ refused: 'freeze-in-past' });
  for (const end of [last + 1, NaN]) {
    expect(freezeUntil(facts, end, 30, now)).toEqual({ refused: 'freeze-too-long' });
  }
});

it('one that runs is moved within the days from its beginning, not from now', () => {
  const begun = now - 20 * day;
  const running = { ...facts, begun, until: now + day };
  expect(freezeUntil(running, now + 10 * day, 30, now)).toEqual({ begun });
  expect(freezeUntil(running, now + 10 * day + 1, 30, now)).toEqual({ refused: 'freeze-too-long' });
});

it('one that has ended is followed by another only after a talk, or by who has the prospect anew', () => {
  const over = { ...facts, begun: now - 20 * day, until: now - day };
  expect(freezeUntil(over, now + day, 30, now)).toEqual({ refused: 'freeze-spent' });
  expect(freezeUntil({ ...over, lastContact: now - 2 * day }, now + day, 30, now)).toEqual({
    refused: 'freeze-spent',
  });
  expect(freezeUntil({ ...over, lastContact: now - day / 2 }, last, 30, now)).toEqual({ begun: now });
  expect(freezeUntil({ ...over, assigned: now - day / 2 }, last, 30, now)).toEqual({ begun: now });
});

it('however it is moved and ended, without a talk it lasts no longer than its days', () => {
  let state = 5;
  const random = (below: number) => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % below;
  for (let run = 0; run < 300; run++) {
    let known: { assigned: number; begun?: number; until?: number } = { assigned: 0 };
    let frozen = 0;
    for (let at = day; at < 200 * day; at += day / 2) {
      if (known.until !== undefined && known.until > at) frozen += day / 2;
      if (random(3) === 0) {
        const end = at + random(60) * (day / 2);
        const answer = freezeUntil(known, end, 20, at);
        if ('begun' in answer) known = { ...known, begun: answer.begun, until: end };
      } else if (random(4) === 0 && known.until !== undefined && known.until > at)
        known = { ...known, until: at };
    }
    expect(frozen).toBeLessThanOrEqual(20 * day);
  }
});
