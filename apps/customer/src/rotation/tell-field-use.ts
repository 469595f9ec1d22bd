import { tellFieldUse } from '@kontor/custom-fields/field-use';
import type { Transaction } from '@kontor/database/transaction';
import type { Rotation } from './rotation.entity.js';

/** Tells by which custom fields a rotation will ask again: one that repeats, until it ends. Others never do. */
export function tellRotationUse(tx: Transaction, rotation: Rotation): void {
  const { id, version, name, filter, repeatMonths, state } = rotation;
  if (!repeatMonths) return;
  const rule = { kind: 'rotation', id, version, name, object: 'customer' };
  tellFieldUse(tx, { ...rule, filter: state === 'cancelled' ? undefined : filter }, filter);
}
