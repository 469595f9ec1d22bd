import type { MergeCustomersRequest } from '@kontor/contracts/gen/kontor/customer/v1/merge_service';
import { may, rightsOf } from '@kontor/access/permissions';
import type { Transaction } from '@kontor/database/transaction';
import { AppError, checkFaults, refusedField, type FieldViolation } from '@kontor/errors/app-error';
import type { Customer } from '../customer/customer.entity.js';
import { channelChange } from '../customer/rules/channel.js';
import { choosableField, takenFields, takesOwner } from './rules/choosable.js';
import { choiceViolations, overfullFields } from './rules/merged-fields.js';
import { furtherStatus, takesBack } from './rules/merged-status.js';

/** What is asked for of a merge. */
type Asked = Pick<MergeCustomersRequest, 'id' | 'loserId' | 'fields' | 'contacts'>;

/**
 * Throws where a choice makes no sense, or the caller may not change what it changes: neither a field that the caller
 * may not write, nor one that takes a permission of its own (the owner), is chosen by way of a merge. What the winner lacks
 * and nobody chose comes with the loser, whoever merges, lest it be lost.
 */
export function checkChoice(tx: Transaction, { id, loserId, fields, contacts }: Asked): void {
  if (id === loserId) throw refusedField('loserId', 'merge-with-itself');
  const violations = [...choiceViolations(fields), ...joinViolations(contacts)];
  checkFaults(violations);
  checkWritable(tx, 'customer', takenFields(fields));
  for (const { field, from } of fields) {
    const permission = from === 'winner' ? undefined : choosableField(field)?.permission;
    if (permission && !may(tx.call.caller, permission))
      throw new AppError('forbidden', 'forbidden', { params: { permission } });
  }
}

/** Throws where the values of these two customers may not be chosen as they were. */
export function checkTaken(tx: Transaction, winner: Customer, loser: Customer, { fields }: Asked): void {
  if (fields.some(({ field, from }) => field === 'channel' && from === 'loser')) {
    const isManager = may(tx.call.caller, 'customer.channel');
    const refusal = channelChange(winner.channel, loser.channel, isManager, 'merge');
    if (refusal) throw new AppError('forbidden', refusal);
  }
  const status = fields.find(({ field }) => field === 'status')?.from;
  const chosen = status === 'loser' ? loser.status : status && winner.status;
  // Who may rewrite how a customer came may also take back how far it is.
  if (chosen && takesBack(winner.status, loser.status, chosen) && !may(tx.call.caller, 'customer.channel')) {
    const from = furtherStatus(winner.status, loser.status);
    throw refusedField('status', 'status-step', { from, to: chosen });
  }
  const overfull = overfullFields(winner, loser, fields);
  checkFaults(overfull);
  if (!takesOwner(fields)) return;
  if (!loser.ownerId) throw refusedField('fields', 'merge-no-owner');
}

/** Throws forbidden where the caller may not write one of the fields of an object. */
export function checkWritable(tx: Transaction, object: string, names: readonly string[]): void {
  const unwritable = rightsOf(tx.call.caller).limits(object)?.unwritable;
  const refusedFields = names.filter((name) => unwritable?.has(name));
  if (refusedFields.length === 0) return;
  throw new AppError('forbidden', 'field-not-writable', { params: { field: refusedFields.join(', ') } });
}

/** Nobody is joined with themselves, goes twice, or goes and stays. */
function joinViolations(joins: Asked['contacts']): FieldViolation[] {
  const dropped = joins.map(({ droppedId }) => droppedId);
  return joins.flatMap(({ keptId, droppedId }, index) =>
    dropped.includes(keptId) || dropped.indexOf(droppedId) !== index
      ? [{ field: `contacts[${index}].droppedId`, reason: 'merge-contact-twice' }]
      : [],
  );
}
