import { may } from '@kontor/access/permissions';
import { viewOf } from '@kontor/access/view';
import type { Transaction } from '@kontor/database/transaction';
import { AppError } from '@kontor/errors/app-error';
import { checkFieldRights } from '@kontor/rpc/field-rights';
import type { MethodContract } from '@kontor/schema/contract';

/**
 * Holds a section of an answer to the rights of the call that it comes from, as if that one had been made: permission, in
 * whose place the caller may act for records of that kind, and what the call reveals. Throws forbidden.
 */
export function checkSectionRights(
  method: MethodContract,
  { call: { caller }, organisation, now }: Pick<Transaction, 'call' | 'organisation' | 'now'>,
): void {
  const { permission = '' } = method;
  const { onBehalfOf, personId } = caller;
  if (onBehalfOf !== undefined) {
    const [object = ''] = permission.split('.');
    const actsFor = organisation.actingFor(personId, object, Date.parse(now));
    if (!actsFor.includes(onBehalfOf)) throw new AppError('forbidden', 'not-a-substitute');
  }
  if (!may(caller, permission)) throw new AppError('forbidden', 'forbidden', { params: { permission } });
  checkFieldRights(method, {}, viewOf(caller));
}
