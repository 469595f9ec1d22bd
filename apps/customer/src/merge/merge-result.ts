import type { MergeField } from '@kontor/contracts/gen/kontor/customer/v1/merge';
import type { CustomFields } from '@kontor/custom-fields/custom-fields';
import type { CustomValueWriter } from '@kontor/custom-fields/custom-values';
import type { Transaction } from '@kontor/database/transaction';
import { AppError, checkFaults, type FieldViolation } from '@kontor/errors/app-error';
import { isCustomName } from '@kontor/schema/custom-names';
import type { Customer } from '../customer/customer.entity.js';
import { choosableField } from './rules/choosable.js';
import { mergedValues, overfullFields } from './rules/merged-fields.js';
import { withoutChoice } from './rules/without-choice.js';

/** What knows the custom fields and what they ask. */
export interface ResultParts {
  customFields: Pick<CustomFields, 'of'>;
  customValues: Pick<CustomValueWriter, 'change'>;
}

/** What a merge changes of the winner, but for the owner; and what was chosen, with what came along with the status. */
export interface MergeResult {
  changes: Partial<Customer>;
  fields: MergeField[];
}

/**
 * What the winner gets: what was chosen, and of the rest what it lacks; lists of both that are too long together are
 * refused, so that somebody chooses (merge-too-long). It stands in its status with what that status asks for, as any other change of a status does: where
 * nobody chose the status, what the winner lacks for it comes from the loser along with it; what is missing then, or where
 * somebody chose, is refused by name.
 */
export async function mergeResult(
  tx: Transaction,
  parts: ResultParts,
  winner: Customer,
  loser: Customer,
  choice: readonly MergeField[],
): Promise<MergeResult> {
  const unchosen = withoutChoice(winner, loser, choice);
  checkFaults(overfullFields(winner, loser, unchosen).map((one) => ({ ...one, field: 'fields' })));
  const fields = [...choice];
  let changes = mergedValues(winner, loser, [...fields, ...unchosen], tx.now);
  let missing = await missingOf(tx, parts, winner, changes, fields);
  const chosen = new Set(choice.map(({ field }) => field));
  if (missing.length > 0 && !chosen.has('status')) {
    const along = missing.filter(({ field }) => !chosen.has(field) && comesAlong(field));
    fields.push(...along.map(({ field }): MergeField => ({ field, from: 'loser' })));
    changes = mergedValues(winner, loser, [...fields, ...unchosen], tx.now);
    missing = await missingOf(tx, parts, winner, changes, fields);
  }
  if (missing.length > 0) throw new AppError('invalid', 'invalid-request', { fields: [...missing] });
  return { changes, fields };
}

const comesAlong = (field: string): boolean => field !== 'ownerId' && choosableField(field) !== undefined;

/** What the status of the merged customer asks for and nobody filled; a value that the choice clears is asked for, too. */
async function missingOf(
  tx: Transaction,
  { customFields, customValues }: ResultParts,
  winner: Customer,
  changes: Partial<Customer>,
  fields: readonly MergeField[],
): Promise<readonly FieldViolation[]> {
  const { status = winner.status, ...rest } = changes;
  const after = { ...winner, ...rest };
  const known = new Set(customFields.of('customer').map(({ key }) => key));
  const cleared = fields.flatMap(({ field, from }) => {
    const key = field.slice('custom.'.length);
    const isCleared = isCustomName(field) && from === 'loser' && after.custom?.[key] === undefined;
    return isCleared && known.has(key) ? [[key, null]] : [];
  });
  const asked = {
    ...(status !== winner.status && { status }),
    ...(cleared.length > 0 && { custom: Object.fromEntries(cleared) as Customer['custom'] }),
  };
  if (Object.keys(asked).length === 0) return [];
  try {
    await customValues.change(tx, 'customer', after, asked);
    return [];
  } catch (error) {
    if (!(error instanceof AppError) || !error.fields) throw error;
    return error.fields;
  }
}
