import type { OpportunityStage } from '@kontor/contracts/gen/kontor/sales_pipeline/v1/opportunity';

/**
 * The life cycle of a deal: stage → stages that may follow. It goes back step by step, for a step that was taken too
 * soon, and forward as fast as the customer decides. What was won stays won; what was lost may be taken up again.
 */
export const nextStages: Record<OpportunityStage, readonly OpportunityStage[]> = {
  open: ['qualified', 'proposal', 'negotiation', 'won', 'lost'],
  qualified: ['open', 'proposal', 'negotiation', 'won', 'lost'],
  proposal: ['qualified', 'negotiation', 'won', 'lost'],
  negotiation: ['proposal', 'won', 'lost'],
  won: [],
  lost: ['open', 'qualified', 'proposal', 'negotiation'],
};

/** Whether a deal may move from one stage to another; staying is always allowed. */
export function mayFollow(from: OpportunityStage, to: OpportunityStage): boolean {
  return from === to || nextStages[from].includes(to);
}

/** Whether a deal of this stage is decided. */
export function isClosed(stage: OpportunityStage): boolean {
  return stage === 'won' || stage === 'lost';
}
