import type { DescMessage } from '@bufbuild/protobuf';
import { contract, type FieldContract, type MethodContract } from '@kontor/schema/contract';
import type { Random } from '../random.ts';
import { jsonRequest, type Person } from '../stage/person.ts';
import type { Canary } from './canary-search.ts';

/** Records that were made: object → paths below /v1/, the newest last. */
export type Planted = Map<string, string[]>;

const plain: Record<string, unknown> = {
  language: 'en',
  time_zone: 'Etc/UTC',
  date: '2027-03-14',
  local_time: '2027-03-14T09:00',
  country: 'DE',
  currency: 'CNY',
};

/**
 * Makes records with a canary in each text and number that a caller may give, through every call that makes a record
 * of an object. `fixed` says more of some, such as owners and references, by object.
 */
export class Planting {
  readonly canaries: Canary[] = [];
  readonly planted: Planted = new Map();
  /** Why a call made nothing: call → answer. */
  readonly refused = new Map<string, string>();
  private readonly random: Random;
  private readonly administrator: Person;
  private fixed: Readonly<Record<string, object>>;
  /** Custom text fields that there are by now: object → key. */
  readonly customKeys = new Map<string, string>();

  constructor(random: Random, administrator: Person, fixed: Readonly<Record<string, object>>) {
    this.random = random;
    this.administrator = administrator;
    this.fixed = fixed;
  }

  /** Makes a record of each object, or of those named; one that lies below another below the newest of that. */
  async plant(objects?: readonly string[], fixed = this.fixed): Promise<void> {
    this.fixed = fixed;
    for (const method of makingCalls()) {
      const object = contract.objectOf(method.output.typeName)?.name ?? '';
      if (!objects || objects.includes(object)) await this.make(method);
    }
  }

  /** The fields that were said otherwise and so hold no canary. */
  fixedFields(object: string): string[] {
    return Object.keys(this.fixed[object] ?? {});
  }

  private async make(method: MethodContract): Promise<void> {
    const object = contract.objectOf(method.output.typeName)?.name ?? '';
    const path = this.pathOf(method.http?.path ?? '');
    if (path === undefined) return;
    const fresh: Canary[] = [];
    const message = method.http?.body === '*' ? method.input : method.output;
    const body = { ...this.values(object, object, message, fresh), ...this.fixed[object] };
    for (const name of path.includes('/') ? pathFields(method) : []) Reflect.deleteProperty(body, name);
    const verb = (method.http?.verb ?? '').toUpperCase();
    const answer = await this.administrator.send(jsonRequest(verb, path, body));
    if (answer.status >= 300) {
      this.refused.set(method.name, `${answer.status} ${answer.text.slice(0, 300)}`);
      return;
    }
    const { id } = JSON.parse(answer.text) as { id: string };
    const record = verb === 'POST' ? `${path}/${id}` : path;
    const sent = JSON.stringify(body);
    // What was said otherwise has no canary in it.
    this.canaries.push(
      ...fresh.filter(({ needle }) => sent.includes(needle)).map((one) => ({ ...one, record })),
    );
    this.planted.set(object, [...(this.planted.get(object) ?? []), record]);
  }

  /** The path below the newest record of each noun in it; undefined where there is none yet. */
  private pathOf(path: string): string | undefined {
    if (!path.includes('{')) return path;
    const [, above = ''] = /^(.*)\/\{\w+\}/.exec(path) ?? [];
    const parent = [...this.planted.values()]
      .flat()
      .findLast(
        (one) => one.startsWith(`${above}/`) && one.split('/').length === above.split('/').length + 1,
      );
    return parent && path.replace(/^.*\/\{\w+\}/, parent);
  }

  private values(
    object: string,
    of: string,
    message: DescMessage,
    fresh: Canary[],
    top = '',
  ): Record<string, unknown> {
    const given = contract.fields(message.typeName).flatMap((field) => {
      if (field.rules.outputOnly) return [];
      const name = `${object}.${top || field.name}`;
      const value = this.value(of, name, field, fresh, top || field.name);
      return value === undefined ? [] : [[field.name, field.repeated ? [value] : value] as const];
    });
    return Object.fromEntries(given);
  }

  private value(object: string, name: string, field: FieldContract, fresh: Canary[], top: string): unknown {
    const { rules, type, message, words } = field;
    const sung = (needle: string, whole = needle): string => {
      fresh.push({ needle, field: name, record: '' });
      return whole;
    };
    const digits = (count: number): string => String(this.random.whole(10 ** (count - 1), 10 ** count - 1));
    if (type === 'object') return message && this.values(object, object, message, fresh, top);
    if (type === 'word') return words?.[0];
    const key = type === 'struct' && field.name === 'custom' ? this.customKeys.get(object) : undefined;
    if (type !== 'text' && key === undefined) return undefined;
    const tag = `cnry${this.random.uuid().replaceAll('-', '').slice(0, 14)}`;
    if (key !== undefined) return { [key]: sung(tag) };
    if (rules.format === undefined) return rules.maxLength < tag.length ? undefined : sung(tag);
    // A domain of its own: who shares one is taken for a duplicate.
    if (rules.format === 'email') return sung(tag, `${tag}@${tag}.example`);
    if (rules.format === 'url') return sung(tag, `https://${tag}.example/`);
    const number = digits(9);
    if (rules.format === 'phone') return sung(number, `+4930${number}`);
    if (rules.format === 'digits') return sung(number);
    // Small enough to be a share of a hundred.
    if (rules.format === 'decimal') return sung(`${number[0]}.${number.slice(3)}`);
    return plain[rules.format];
  }
}

const pathFields = ({ http }: MethodContract): string[] =>
  [...(http?.path ?? '').matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

/** Calls by which people make a record of an object, those with the shortest paths first. */
export function makingCalls(): MethodContract[] {
  return contract
    .methods()
    .filter(
      ({ http, output, successStatus, input }) =>
        contract.objectOf(output.typeName) &&
        ((http?.verb === 'post' && successStatus === 201) || http?.verb === 'put') &&
        (http.body === '*' ||
          contract
            .fields(input.typeName)
            .some(({ name, message }) => name === http.body && message?.typeName === output.typeName)),
    )
    .sort((a, b) => (a.http?.path.split('/').length ?? 0) - (b.http?.path.split('/').length ?? 0));
}
