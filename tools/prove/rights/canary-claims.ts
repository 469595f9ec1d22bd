import { contract } from '@kontor/schema/contract';
import type { Operation } from '../fuzz/operations.ts';
import type { Person } from '../stage/person.ts';
import type { Tallies } from '../claim.ts';
import { nameOf, restrictedFields } from './canary-fields.ts';
import { makingCalls, type Planting } from './canary-planting.ts';
import { canariesIn } from './canary-search.ts';
import type { Viewer } from './canary-viewers.ts';

/** Objects that the administrator makes by no call of this kind: their fields are looked for by name only. */
const madeOtherwise: ReadonlySet<string> = new Set([
  'notice',
  'import',
  'audit-entry',
  'read-request',
  'type-change',
]);

/**
 * The positive control: the administrator finds each canary where it was put, by the same search (`canary-control`);
 * and every text that somebody can give has one (`canary-planted`).
 */
export async function checkPlanted(
  administrator: Person,
  planting: Planting,
  tallies: Tallies,
): Promise<void> {
  for (const record of new Set(planting.canaries.map((one) => one.record))) {
    const own = planting.canaries.filter((one) => one.record === record);
    const read = await administrator.send({ method: 'GET', path: record });
    // Where no call reads one record, or only what strangers may see of it, the list of it does.
    const path = `${record.replace(/\/[^/]+$/, '')}?pageSize=200`;
    const list = await administrator.send({ method: 'GET', path });
    const text = [read, list].map((answer) => (answer.status < 300 ? answer.text : '')).join('\n');
    // Some parts of a value are made anew by the service, such as the number of a phone.
    const found = new Set(canariesIn(text, own).map(({ field }) => field));
    for (const field of new Set(own.map((one) => one.field)))
      tallies.of('canary-control').check(found.has(field) ? undefined : `${field} of ${record}`);
  }
  const planted = new Set(planting.canaries.map(({ field }) => field));
  const made = new Set(makingCalls().map(({ output }) => contract.objectOf(output.typeName)?.name));
  for (const one of restrictedFields()) {
    if (!made.has(one.object) || madeOtherwise.has(one.object) || one.field.rules.outputOnly) continue;
    const said = planting.fixedFields(one.object).includes(one.field.name);
    const { type, rules } = one.field;
    if (
      type !== 'text' ||
      said ||
      (rules.format !== undefined && !['email', 'url', 'phone', 'decimal'].includes(rules.format))
    )
      continue;
    tallies.of('canary-planted').check(planted.has(nameOf(one)) ? undefined : `no canary in ${nameOf(one)}`);
  }
}

/** Each operation of the document × each field of each object: asked by somebody from whom the field is hidden. */
export function checkMatrix(
  operations: readonly Operation[],
  viewers: readonly Viewer[],
  asked: ReadonlyMap<string, ReadonlySet<string>>,
  tallies: Tallies,
): void {
  const tally = tallies.of('canary-matrix');
  for (const { id } of operations)
    for (const field of restrictedFields().map(nameOf)) {
      const seen = viewers.some(({ name, covered }) => covered(field) && asked.get(id)?.has(name));
      tally.check(seen ? undefined : `${id} × ${field} was never asked`, id);
    }
}
