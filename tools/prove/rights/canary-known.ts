import type { Draft } from '../fuzz/draft.ts';
import type { KnownIds } from '../fuzz/samples.ts';
import type { Random } from '../random.ts';
import type { Planted } from './canary-planting.ts';

/** Rows learnt of one list at most: the newest would crowd out the planted ones. */
const mostLearnt = 40;

/** The records that questions are asked about: planted ones, and those that viewers have met. */
export class KnownRecords {
  readonly ids: KnownIds;
  /** Paths below the root, such as /v1/customers/0190…/contacts/0190…. */
  private readonly paths: Set<string>;
  private readonly learnt = new Map<string, number>();

  /** `more` says for some nouns and fields which ids are to be used instead. */
  constructor(planted: Planted, more: Record<string, string[]>) {
    this.paths = new Set([...planted.values()].flat().filter((path) => !more[path.split('/').at(-2) ?? '']));
    const ids = new Map<string, string[]>(Object.entries(more));
    for (const path of this.paths) {
      const [noun = '', id = ''] = path.split('/').slice(-2);
      ids.set(noun, [...(ids.get(noun) ?? []), id]);
    }
    this.ids = ids;
  }

  /** Takes the records of an answer along, so that they are asked about one by one. */
  learn(path: string, answer: unknown): void {
    const list = path.split('?', 1)[0]?.replace(/^\/v1\/customers:import$/, '/v1/imports') ?? '';
    const rows = Object.values((answer ?? {}) as object).flatMap((value) =>
      Array.isArray(value) ? (value as unknown[]) : [],
    );
    for (const row of [answer, ...rows]) {
      const { id } = (row ?? {}) as { id?: unknown };
      const known = this.learnt.get(list) ?? 0;
      if (typeof id !== 'string' || list.endsWith(id) || list.includes(':') || known >= mostLearnt) continue;
      if (/\/(people|roles)$/.test(list)) continue;
      this.learnt.set(list, known + 1);
      this.paths.add(`${list}/${id}`);
    }
  }

  /** Has a draft ask about a record that is there, where one of its kind is known. */
  aim(draft: Draft, random: Random): void {
    const { path } = draft.operation;
    const upTo = path.slice(0, path.lastIndexOf('}') + 1);
    const names = [...upTo.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    if (names.length === 0 || random.chance(0.1)) return;
    const form = new RegExp(`^${upTo.replace(/\{\w+\}/g, '([^/:]+)')}$`);
    const there = [...this.paths].filter((one) => form.test(one));
    if (there.length === 0) return;
    const found = form.exec(random.pick(there));
    names.forEach((name, index) => (draft.path[name] = found?.[index + 1] ?? ''));
  }
}
