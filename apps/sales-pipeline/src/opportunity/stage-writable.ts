import { rightsOf } from '@kontor/access/permissions';
import type { Transaction } from '@kontor/database/transaction';
import { AppError } from '@kontor/errors/app-error';

/** Throws forbidden where the caller may not write the stage: winning and losing change it without naming it. */
export function stageWritable(tx: Transaction): void {
  const unwritable = rightsOf(tx.call.caller).limits('opportunity')?.unwritable;
  if (unwritable?.has('stage'))
    throw new AppError('forbidden', 'field-not-writable', { params: { field: 'stage' } });
}
