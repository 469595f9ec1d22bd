import { rightsOf } from '@kontor/access/permissions';
import type { TypeChange } from '@kontor/contracts/gen/kontor/identity/v1/type_change';
import { customPath } from '@kontor/custom-fields/rules/custom-changes';
import type { Transaction } from '@kontor/database/transaction';
import { rulesInWords } from '../custom-field/rules/rules-in-words.js';
import { FormRow } from '../form/form.entity.js';
import type { TypeChangeRow } from './type-change.entity.js';

/** A change as it is answered: single values only to who may see the field of all records. */
export async function shownChange(tx: Transaction, row: TypeChangeRow): Promise<TypeChange> {
  const { object, key } = row;
  const right = rightsOf(tx.call.caller).field(object, customPath(key));
  const seesValues = (right === 'read' || right === 'write') && tx.reach(object).owners === 'all';
  const forms = await tx.select(
    FormRow,
    `r.object = $1 AND jsonb_path_query_array(r.published, '$[*].fields[*].field') ? $2`,
    [object, customPath(key)],
    'ORDER BY r.role',
  );
  const whole = asChange(row);
  return {
    ...whole,
    usedBy: rulesInWords(whole.usedBy, tx.call.language),
    mappings: seesValues ? whole.mappings : [],
    unfitValues: seesValues ? whole.unfitValues : [],
    examples: seesValues ? whole.examples : [],
    forms: forms.map(({ role }) => role),
  };
}

/** Tells the service that owns the object what there is to do, or that it is over. */
export function tellChange(tx: Transaction, row: TypeChangeRow): void {
  const typeChange = { ...asChange({ ...row, figures: {} }) };
  tx.emit('kontor.identity.v1.TypeChangeStepped', row, { typeChange });
}

function asChange({ figures, version: _, fieldVersion: __, ...row }: TypeChangeRow): TypeChange {
  const { values = '0', converted = '0', mapped = '0', unknown = '0', cleared = '0', unfit = '0' } = figures;
  const { unfitValues = [], examples = [] } = figures;
  return { ...row, values, converted, mapped, unknown, cleared, unfit, unfitValues, examples, forms: [] };
}
