import { openTo, whyNoClaim } from './may-claim.js';

it('an open pool without units is open to all, one with units to their people and those below', () => {
  expect(openTo({ open: true, unitIds: [] }, [])).toBe(true);
  expect(openTo({ open: true, unitIds: ['north'] }, ['team', 'north'])).toBe(true);
  expect(openTo({ open: true, unitIds: ['north'] }, ['south'])).toBe(false);
  expect(openTo({ open: false, unitIds: [] }, ['north'])).toBe(false);
});

const day = 24 * 3_600_000;
const facts = { claimed: 0, claimPerDay: 0, coolDownDays: 0, now: 100 * day };

it('the daily limit counts claims made, and without one any number is allowed', () => {
  expect(whyNoClaim({ ...facts, claimed: 1_000 })).toBeUndefined();
  expect(whyNoClaim({ ...facts, claimed: 2, claimPerDay: 3 })).toBeUndefined();
  expect(whyNoClaim({ ...facts, claimed: 3, claimPerDay: 3 })).toBe('claim-limit');
});

it('who lost a customer waits for the cool-down, to its end and no longer', () => {
  const lost = { ...facts, coolDownDays: 7, lostAt: 94 * day };
  expect(whyNoClaim(lost)).toBe('cool-down');
  expect(whyNoClaim({ ...lost, now: 101 * day })).toBeUndefined();
});
