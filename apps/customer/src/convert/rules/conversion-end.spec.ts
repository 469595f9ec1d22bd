import { statusToGiveBack } from './conversion-end.js';

const converted = {
  customerId: 'a',
  toldCustomerId: 'a',
  status: 'negotiating',
  previousStatus: 'prospect',
} as const;

it('gives the status back that the customer had', () => {
  expect(statusToGiveBack(converted, 'negotiating')).toBe('prospect');
});

it('leaves a status alone that somebody gave since', () => {
  expect(statusToGiveBack(converted, 'cooperating')).toBeUndefined();
});

it('leaves a status alone that the conversion did not change', () => {
  expect(statusToGiveBack({ ...converted, previousStatus: 'negotiating' }, 'negotiating')).toBeUndefined();
});

it('leaves the status of another customer alone that this one became part of', () => {
  expect(statusToGiveBack({ ...converted, customerId: 'b' }, 'negotiating')).toBeUndefined();
});
