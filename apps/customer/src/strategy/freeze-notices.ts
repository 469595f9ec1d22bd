import type { Transaction } from '@kontor/database/transaction';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { requestNotice } from '@kontor/people/request-notice';
import type { Customer } from '../customer/customer.entity.js';
import { superiorsOf } from '../customer/guardian.js';

/** Tells the nearest superior that an owner asks to freeze a prospect. */
export async function tellSuperior(
  tx: Transaction,
  customer: Customer,
  ownerId: string,
  reason: string,
): Promise<void> {
  const personId = (await superiorsOf(tx, [ownerId])).get(ownerId);
  if (!personId) return;
  const owner = await tx.find(PersonCopy, ownerId);
  tell(tx, customer, personId, 'freeze-requested', { ownerName: owner?.name ?? '', reason });
}

/** Tells an owner how a superior decided about a freeze; `until` is absent where it was refused or ended. */
export async function tellDecision(
  tx: Transaction,
  customer: Customer,
  until: string | undefined,
): Promise<void> {
  const { personId } = tx.call.caller;
  if (!customer.ownerId || customer.ownerId === personId) return;
  const decider = await tx.find(PersonCopy, personId);
  tell(tx, customer, customer.ownerId, 'freeze-decided', {
    deciderName: decider?.name ?? '',
    approved: until ? 'yes' : '',
    freezeTime: until ?? '',
  });
}

function tell(
  tx: Transaction,
  { id, name }: Customer,
  personId: string,
  template: string,
  values: Record<string, string>,
): void {
  requestNotice(tx, {
    personId,
    template,
    about: `customers/${id}`,
    values: { customerName: name, ...values },
  });
}
