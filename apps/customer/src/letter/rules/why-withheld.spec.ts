import { whyWithheld, type LetterFacts } from './why-withheld.js';

const fine: LetterFacts = {
  ...{ address: 'a@b.example', ownerId: 'o', refusals: [], consentNeeded: false, canUnsubscribe: false },
};

it.each<[Partial<LetterFacts>, string]>([
  [{}, ''],
  [{ ownerId: undefined, address: undefined }, 'no-owner'],
  [{ address: undefined, refusals: ['withdrawn'] }, 'no-address'],
  [{ address: '' }, 'no-address'],
  [{ refusals: ['withdrawn', 'frequency'] }, 'withdrawn'],
  [{ consentNeeded: true }, 'no-unsubscribe'],
  [{ consentNeeded: true, canUnsubscribe: true }, ''],
])('%j: %j', (facts, why) => {
  expect(whyWithheld({ ...fine, ...facts })).toBe(why);
});
