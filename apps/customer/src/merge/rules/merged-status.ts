import type { CustomerStatus } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { mayFollow } from '../../customer/rules/status.js';

/** How far a relation is: who decided against us behind all others, who has bought before all others. */
const steps: readonly CustomerStatus[] = [
  'lost',
  'prospect',
  'interested',
  'negotiating',
  'dormant',
  'cooperating',
];

/** The status of two records that are one customer: how far the relation came with either of them. */
export function furtherStatus(ours: CustomerStatus, theirs: CustomerStatus): CustomerStatus {
  return steps.indexOf(theirs) > steps.indexOf(ours) ? theirs : ours;
}

/**
 * Whether a chosen status takes the customer back by a step that no change of status may take: with one of the two the
 * relation came further than that.
 */
export function takesBack(ours: CustomerStatus, theirs: CustomerStatus, chosen: CustomerStatus): boolean {
  return !mayFollow(furtherStatus(ours, theirs), chosen);
}
