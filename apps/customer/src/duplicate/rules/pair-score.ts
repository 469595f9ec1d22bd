import type { KeyKind } from './match-keys.js';

/** How likely two records are the same when they have only this in common. */
const weight: Readonly<Record<KeyKind, number>> = {
  tax: 0.99,
  external: 0.99,
  email: 0.7,
  phone: 0.6,
  name: 0.6,
  domain: 0.4,
  person_name: 0.3,
};

/** A key that more customers have than this says nothing of any two: a portal's domain, a call centre's number. */
export const mostHolders = 50;

/** Pairs below are not worth a look. */
export const leastScore = 0.4;

/** How likely two records are the same, from 0 to 1 in hundredths: each kind that they have in common counts once. */
export function pairScore(kinds: readonly KeyKind[]): number {
  const apart = [...new Set(kinds)].reduce((left, kind) => left * (1 - weight[kind]), 1);
  return Math.round((1 - apart) * 100) / 100;
}
