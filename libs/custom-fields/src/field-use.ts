import type { Transaction } from '@kontor/database/transaction';
import { usedFields } from './rules/used-fields.js';

/** A stored rule, such as a metric or a segment, and the filter by which it works. */
export interface FieldRule {
  /** What sort of rule, such as metric. */
  kind: string;
  id: string;
  version: number;
  /** Name by which people know it. */
  name: string;
  /** Object whose records the filter finds. */
  object: string;
  filter: string | undefined;
}

/**
 * Tells identity which custom fields a rule asks by, so that none of them is retired under it. `before` is the filter that
 * it had: where neither asks by a custom field, nothing is told. A rule that ends has no filter any more, and a version of
 * its own.
 */
export function tellFieldUse(tx: Transaction, rule: FieldRule, before?: string): void {
  const { kind, id, version, name, object, filter } = rule;
  const fields = usedFields(filter);
  if (fields.length === 0 && usedFields(before).length === 0) return;
  tx.emit(
    'kontor.identity.v1.FieldUseChanged',
    { id, version },
    { kind, ruleId: id, ruleVersion: version, name, object, fields },
  );
}
