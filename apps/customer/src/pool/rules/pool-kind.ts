import type { CustomerStatus } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { PoolKind } from '@kontor/contracts/gen/kontor/customer/v1/pool';

/** Who waits in pools of each kind: who has bought apart from who has not; who is lost may be either. */
const statuses: Readonly<Record<PoolKind, readonly CustomerStatus[]>> = {
  prospect: ['prospect', 'interested', 'negotiating', 'lost'],
  customer: ['cooperating', 'dormant', 'lost'],
};

/** The statuses of customers that wait in pools of a kind. */
export const statusesOf = (kind: PoolKind): readonly CustomerStatus[] => statuses[kind];

/** Whether a customer of a status may wait in a pool of a kind, and be claimed from it. */
export function waitsIn(kind: PoolKind, status: CustomerStatus): boolean {
  return statuses[kind].includes(status);
}
