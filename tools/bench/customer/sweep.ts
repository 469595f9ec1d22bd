import { contract, type FieldContract, type MethodContract } from '@kontor/schema/contract';
import type { Api } from '../api.ts';
import type { LoadRequest } from '../load.ts';
import type { Asker, Question, Subjects } from './questions.ts';

const askers: readonly Asker[] = ['salesperson', 'manager', 'administrator'];

/**
 * Every list and figure of the customer base that the contract has, asked by each of the three people: as it is, with its
 * total, in each order, by each field that filters. For their plans alone: whoever adds a call or a field need not think of
 * it here. Left out is what hangs on a record other than a customer or the segment.
 */
export function everyQuestion(subjects: Subjects): Question[] {
  return contract
    .methods()
    .filter(({ service, http }) => service.startsWith('kontor.customer.v1.') && http?.verb === 'get')
    .flatMap((method) => {
      const path = pathOf(method, subjects);
      if (path === undefined) return [];
      return variants(method).flatMap((query) =>
        askers.map((asker): Question => {
          const request = asked(path, query);
          const shown = decodeURIComponent(request.path).replaceAll('+', ' ');
          return { name: `sweep ${asker} ${shown}`, title: `${shown}, ${asker}`, asker, requests: [request] };
        }),
      );
    });
}

/** Those of some questions that get an answer: others are refused to who asks, or ask for what is not there. */
export async function answered(
  people: Record<Asker, Api>,
  questions: readonly Question[],
): Promise<Question[]> {
  const found: Question[] = [];
  for (const asker of askers) {
    const headers = await people[asker].authorization();
    for (const question of questions.filter((one) => one.asker === asker)) {
      const [{ method = 'GET', path } = { path: '' }] = question.requests;
      try {
        await people[asker].call(method, path, undefined, headers);
        found.push(question);
      } catch (error) {
        if (!/answered with 40[34]/.test(String(error))) throw error;
      }
    }
  }
  return found;
}

function pathOf({ http, service, name }: MethodContract, subjects: Subjects): string | undefined {
  const known: Record<string, string | undefined> = {
    customerId: subjects.ids[0],
    segmentId: subjects.segmentId,
    id:
      service === 'kontor.customer.v1.CustomerService' && name === 'GetCustomer'
        ? subjects.ids[0]
        : undefined,
  };
  const path = http?.path.replace(/\{(\w+)\}/g, (whole, parameter: string) => known[parameter] ?? whole);
  return path?.includes('{') ? undefined : path;
}

/** The queries to ask a call with. */
function variants({ input, output }: MethodContract): Record<string, string>[] {
  const parameters = new Map(contract.fields(input.typeName).map((field) => [field.name, field]));
  const needed = requiredOf(parameters);
  const base = parameters.has('scope') ? scopes.map((scope) => ({ ...needed, scope })) : [needed];
  if (!parameters.has('filter')) return base;
  const rows = contract.fields(output.typeName).find(({ repeated, message }) => repeated && message);
  const fields = rows?.message ? contract.fields(rows.message.typeName) : [];
  return [
    ...base,
    ...(parameters.has('withTotal') ? [{ ...needed, withTotal: 'true' }] : []),
    ...fields
      .filter(({ rules }) => rules.sortable)
      .flatMap(({ name }) => [
        { ...needed, orderBy: name },
        { ...needed, orderBy: `${name} desc` },
      ]),
    ...fields.flatMap((field) => filters(field).map((filter) => ({ ...needed, filter }))),
  ];
}

const scopes = ['own', 'team', 'company'];

/** Values of the parameters that a call cannot do without. */
function requiredOf(parameters: ReadonlyMap<string, FieldContract>): Record<string, string> {
  const quarterAgo = new Date(Date.now() - 90 * 86_400_000).toISOString();
  return Object.fromEntries(
    [...parameters.values()]
      .filter(({ rules, name }) => rules.required && !name.endsWith('Id') && name !== 'id')
      .map(({ name, type, words }) => [
        name,
        type === 'time' ? quarterAgo : type === 'text' ? 'Восток' : (words?.[0] ?? '1'),
      ]),
  );
}

/** Ways to filter by a field: something that some have, and something that nobody has. */
function filters({ name, type, rules, words, optional }: FieldContract): string[] {
  if (!rules.filterable) return [];
  const of = (op: string, value: unknown) => JSON.stringify({ field: name, op, value });
  const some = optional ? [of('isNull', true), of('isNull', false)] : [];
  if (words) return [...some, of('eq', words.at(-1)), of('in', words.slice(0, 2))];
  if (type === 'boolean') return [...some, of('eq', true), of('eq', false)];
  if (type === 'time') {
    const day = new Date(Date.now() - 86_400_000).toISOString();
    return [...some, of('gt', day), of('lt', '2001-01-01T00:00:00Z')];
  }
  if (rules.format === 'uuid') return [...some, of('eq', '00000000-0000-7000-8000-000000000000')];
  if (type === 'text' && !rules.format)
    return [...some, of('eq', 'nobody has this'), of('contains', 'nobody')];
  return some;
}

function asked(path: string, query: Record<string, string>): LoadRequest {
  const text = new URLSearchParams(query).toString();
  return { method: 'GET', path: text ? `${path}?${text}` : path };
}
