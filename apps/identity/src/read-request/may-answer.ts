import type { Call } from '@kontor/access/call';
import { administrator } from '@kontor/access/default-roles';
import type { Transaction } from '@kontor/database/transaction';
import { AppError } from '@kontor/errors/app-error';
import { personAndAbove } from '../lines.js';
import { actingFor } from '../substitution/acting.js';
import type { ReadRequestRow } from './read-request.entity.js';
import { mayAnswer } from './rules/read-request.js';

/**
 * Throws forbidden not-yourself for who asked, and not_found read-request-not-found for everybody else who may not deal
 * with the request: it stays hidden.
 */
export async function checkMayAnswer(
  tx: Transaction,
  { caller }: Call,
  { personId }: ReadRequestRow,
): Promise<void> {
  if (caller.personId === personId) throw new AppError('forbidden', 'not-yourself');
  const [, ...above] = await personAndAbove(tx, personId);
  const answerer = {
    personId: caller.personId,
    administers: caller.roles.includes(administrator),
    actingFor: await actingFor(tx, caller.personId),
  };
  if (!mayAnswer(answerer, personId, above)) throw new AppError('not_found', 'read-request-not-found');
}
