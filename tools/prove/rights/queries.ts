import type { Random } from '../random.ts';
import type { CompanyRecord } from './company.ts';

/** A question about records, as SQL and as plain sight. The table is `r`. */
export interface Question {
  where: string;
  params: unknown[];
  order: string;
  limit: number;
  matches(record: CompanyRecord): boolean;
  before(a: CompanyRecord, b: CompanyRecord): number;
}

const byId = (a: CompanyRecord, b: CompanyRecord): number => (a.id < b.id ? -1 : Number(a.id > b.id));

/** A simple question as chance would have it. */
export function drawQuestion(random: Random, records: readonly CompanyRecord[]): Question {
  const rank = random.whole(0, 9);
  const [first, second] = [random.pick(['new', 'open', 'won', 'lost']), random.pick(['new', 'open'])];
  const id = records.length > 0 ? random.pick(records).id : random.uuid();
  const conditions: Pick<Question, 'where' | 'params' | 'matches'>[] = [
    { where: 'TRUE', params: [], matches: () => true },
    { where: 'r.id = $1', params: [id], matches: (record) => record.id === id },
    { where: 'r.rank <= $1', params: [rank], matches: (record) => record.rank <= rank },
    { where: 'NOT r.rank <= $1', params: [rank], matches: (record) => record.rank > rank },
    { where: 'r.status = $1', params: [first], matches: (record) => record.status === first },
    {
      where: 'r.status = ANY ($1) OR r.rank = $2',
      params: [[first, second], rank],
      matches: ({ status, rank: own }) => status === first || status === second || own === rank,
    },
  ];
  const orders: Pick<Question, 'order' | 'before'>[] = [
    { order: 'r.id', before: byId },
    { order: 'r.id DESC', before: (a, b) => byId(b, a) },
    { order: 'r.rank DESC, r.id', before: (a, b) => b.rank - a.rank || byId(a, b) },
  ];
  return { ...random.pick(conditions), ...random.pick(orders), limit: random.pick([1, 3, 100]) };
}

/** What a question finds among records, in its order. */
export function answered(question: Question, records: readonly CompanyRecord[]): CompanyRecord[] {
  return records
    .filter((record) => question.matches(record))
    .toSorted((a, b) => question.before(a, b))
    .slice(0, question.limit);
}
