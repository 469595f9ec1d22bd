import { contract, type MethodContract } from '@kontor/schema/contract';
import type { Random } from '../random.ts';
import type { Answer, RawRequest } from '../stage/http.ts';
import { bytesOf, targetOf, type Draft } from '../fuzz/draft.ts';
import { rehearsalForm } from '../fuzz/form-faults.ts';
import type { Operation } from '../fuzz/operations.ts';
import { validDraft } from '../fuzz/samples.ts';
import type { KnownRecords } from './canary-known.ts';
import type { Viewer } from './canary-viewers.ts';

/** The call behind an operation of the document; undefined for those of the gateway's own. */
export function methodOf({ id }: Operation): MethodContract | undefined {
  return contract
    .methods()
    .find(({ http, name }) => http && name.charAt(0).toLowerCase() + name.slice(1) === id);
}

/** A question to an operation, as chance would have it; what the operation cannot be asked is left out. */
export function drawQuestion(
  operation: Operation,
  viewer: Viewer,
  known: KnownRecords,
  random: Random,
): RawRequest {
  if (operation.form) return importing(operation, viewer, random);
  const draft = validDraft(operation, random, known.ids);
  known.aim(draft, random);
  const names = operation.parameters.map(({ name }) => name);
  if (operation.verb === 'DELETE' && random.chance(0.9))
    for (const name of Object.keys(draft.path)) draft.path[name] = random.uuid();
  if (names.includes('If-Match') && random.chance(0.5)) draft.headers['if-match'] = '"999"';
  if (names.includes('filter')) search(draft, random);
  onlyAllowed(draft, viewer, random);
  return requestOf(draft);
}

/** Now and then exactly what the viewer may send, so that the request gets past the check of rights. */
function onlyAllowed({ operation, body }: Draft, viewer: Viewer, random: Random): void {
  const method = methodOf(operation);
  const object = method && contract.objectOf(method.output.typeName);
  if (!object || typeof body !== 'object' || body === null || random.chance(0.3)) return;
  for (const name of Object.keys(body))
    if (viewer.covered(`${object.name}.${name}`)) Reflect.deleteProperty(body, name);
}

/** A filter or an order by any field of the record that the operation lists, or neither, so that rows come. */
function search(draft: Draft, random: Random): void {
  draft.query = draft.query.filter(([name]) => name !== 'filter' && name !== 'orderBy');
  const ways = searchable(draft.operation);
  if (ways.length === 0 || random.chance(0.5)) return;
  const { parameter, value } = random.pick(ways);
  draft.query.push([parameter, value]);
}

/** One way to filter or to order, and the field of an object that it asks about; empty where that is none. */
export interface Search {
  parameter: 'filter' | 'orderBy';
  value: string;
  field: string;
}

/** Each way to filter and order that the operation's record takes. */
export function searchable(operation: Operation): Search[] {
  const method = methodOf(operation);
  if (!method || !operation.parameters.some(({ name }) => name === 'filter')) return [];
  const record = contract
    .fields(method.output.typeName)
    .find(({ repeated, message }) => repeated && message)?.message;
  if (!record) return [];
  const object = contract.objectOf(record.typeName)?.name;
  return contract.fields(record.typeName).flatMap(({ name, rules }): Search[] => {
    const source = object ? { object, field: name } : rules.standsFor;
    const field = source ? `${source.object}.${source.field}` : '';
    const filter = JSON.stringify({ field: name, op: 'isNull', value: true });
    return [
      ...(rules.filterable ? [{ parameter: 'filter', value: filter, field } as const] : []),
      ...(rules.sortable ? [{ parameter: 'orderBy', value: `${name} desc`, field } as const] : []),
    ];
  });
}

/** The request of a draft. */
export function requestOf(draft: Draft): RawRequest {
  return {
    method: draft.operation.verb,
    path: targetOf(draft),
    headers: { ...draft.headers } as RawRequest['headers'],
    body: bytesOf(draft),
  };
}

/** An import with refused rows: by names alone, or by columns that most may not fill. */
function importing({ path }: Operation, viewer: Viewer, random: Random): RawRequest {
  const name = `own-${random.uuid()}`;
  const mapping = random.chance(0.8) ? [{ column: 'Name', field: 'name' }] : undefined;
  const file = `Name,City\n,${viewer.name}\n${name},${name}\n`;
  return { method: 'POST', path, ...rehearsalForm(file, mapping) };
}

/** Whether an answer says something of the operation, and not of the line, the token or haste. */
export function isAnswered({ secured }: Operation, { status }: Answer): boolean {
  return (status !== 401 || !secured) && status !== 429 && status < 500;
}
