import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import { customPath } from '@kontor/custom-fields/rules/custom-changes';
import type { Transaction } from '@kontor/database/transaction';
import { keepVersion } from '../version/definition-versions.js';
import { FieldUseRow, type CustomFieldRow } from './custom-field.entity.js';
import { changesOf } from './rules/field-changes.js';
import { namedRule } from './rules/rules-in-words.js';
import { completed, withLabels } from './rules/translated.js';

/** Rules that are named, of those that ask by a field. */
const mostNamed = 20;

/** A field without what only identity keeps of it. */
export function asField({ version: _, previous: __, changing, ...field }: CustomFieldRow): CustomField {
  return { ...field, ...(changing && { changing }) };
}

/** As it is answered and told: with its words in every language. */
export function shownField(row: CustomFieldRow): CustomField {
  return inAllLanguages(asField(row));
}

/** A field with its words in every language. */
export function inAllLanguages({ label, help, options, ...field }: CustomField): CustomField {
  return {
    ...field,
    label: label && completed(label),
    ...(help && { help: completed(help) }),
    options: withLabels(options),
  };
}

/** Tells every service how a field stands now, and keeps it as a version, made by who calls or by `personId`. */
export async function tellField(
  tx: Transaction,
  row: CustomFieldRow,
  personId?: string,
): Promise<CustomField> {
  const field = shownField(row);
  tx.emit('kontor.identity.v1.CustomFieldChanged', row, { field });
  await keepVersion(tx, row, { type: row.type, ...changesOf(asField(row)) }, personId);
  return field;
}

/** The rules that ask by a field, as `rulesInWords` reads them. */
export async function rulesUsing(
  tx: Transaction,
  { object, key }: Pick<CustomFieldRow, 'object' | 'key'>,
): Promise<string[]> {
  const using = await tx.select(
    FieldUseRow,
    'r.object = $1 AND r.fields ? $2',
    [object, customPath(key)],
    `ORDER BY r.kind, r.name, r.rule_id LIMIT ${mostNamed}`,
  );
  return using.map(({ kind, name }) => namedRule(kind, name));
}
