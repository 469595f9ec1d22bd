import fc from 'fast-check';
import { effortSplit } from './effort.js';

const split = (prospect: number, interested: number, negotiating: number) =>
  effortSplit({
    effortProspectPercent: prospect,
    effortInterestedPercent: interested,
    effortNegotiatingPercent: negotiating,
  }).map(({ percent }) => percent);

it.each([
  [
    [40, 30, 30],
    [40, 30, 30],
  ],
  [
    [1, 1, 2],
    [25, 25, 50],
  ],
  [
    [0, 0, 0],
    [33, 33, 34],
  ],
  [
    [0, 100, 100],
    [0, 50, 50],
  ],
] as const)('weights %j are %j per cent of a day', ([prospect, interested, negotiating], shares) => {
  expect(split(prospect, interested, negotiating)).toEqual(shares);
});

it('always gives away the whole day, and nothing to a stage without weight', () => {
  const weight = fc.nat(100);
  fc.assert(
    fc.property(fc.tuple(weight, weight, weight), (weights) => {
      const shares = split(...weights);
      expect(shares.reduce((sum, one) => sum + one, 0)).toBe(100);
      if (weights.some((one) => one > 0))
        weights.forEach((one, place) => one === 0 && expect(shares[place]).toBe(0));
    }),
  );
});
