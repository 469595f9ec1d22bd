import type { CustomerStatus } from '@kontor/contracts/gen/kontor/customer/v1/customer';

/**
 * The life cycle of a relation: status → statuses that may follow. Who has bought is dormant when silent, never a
 * prospect again; who decided against us may be won back.
 */
export const nextStatuses: Record<CustomerStatus, readonly CustomerStatus[]> = {
  prospect: ['interested', 'negotiating', 'cooperating', 'lost'],
  interested: ['prospect', 'negotiating', 'cooperating', 'lost'],
  negotiating: ['interested', 'cooperating', 'lost'],
  cooperating: ['dormant', 'lost'],
  dormant: ['interested', 'negotiating', 'cooperating', 'lost'],
  lost: ['interested', 'negotiating', 'cooperating'],
};

/** Whether a customer may move from one status to another; staying is always allowed. */
export function mayFollow(from: CustomerStatus, to: CustomerStatus): boolean {
  return from === to || nextStatuses[from].includes(to);
}
