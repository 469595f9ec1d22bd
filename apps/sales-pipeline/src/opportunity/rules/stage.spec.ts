import type { OpportunityStage } from '@kontor/contracts/gen/kontor/sales_pipeline/v1/opportunity';
import { isClosed, mayFollow, nextStages } from './stage.js';

const all = Object.keys(nextStages) as OpportunityStage[];

it('lets every deal that is not decided be won and lost, and stay where it is', () => {
  for (const stage of all.filter((one) => !isClosed(one))) {
    expect(mayFollow(stage, 'won') && mayFollow(stage, 'lost') && mayFollow(stage, stage)).toBe(true);
  }
});

it('never lets a won deal be anything else', () => {
  expect(all.filter((stage) => mayFollow('won', stage))).toEqual(['won']);
});

it.each([
  ['open', 'negotiation', true],
  ['negotiation', 'open', false],
  ['negotiation', 'proposal', true],
  ['lost', 'qualified', true],
  ['lost', 'won', false],
] as const)('from %s to %s: %s', (from, to, allowed) => {
  expect(mayFollow(from, to)).toBe(allowed);
});
