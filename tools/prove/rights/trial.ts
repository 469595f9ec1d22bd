import type { Call } from '@kontor/access/call';
import { isNameOnly } from '@kontor/access/name-only';
import { predicate } from '@kontor/access/row-policy';
import { guardOf } from '@kontor/database/guarded';
import type { Transaction } from '@kontor/database/transaction';
import type { Random } from '../random.ts';
import { objects, type Company, type CompanyPerson, type CompanyRecord, type ObjectName } from './company.ts';
import type { Office } from './office.ts';
import { Oracle } from './oracle.ts';
import { answered, drawQuestion, type Question } from './queries.ts';
import { Note, tableOfObject } from './tables.ts';

/** What one question came to, by the claim that it tests. */
export interface Verdict {
  claim: 'rights-oracle' | 'rights-predicate' | 'rights-wall' | 'rights-names';
  /** Records that were judged. */
  records: number;
  /** Where the answer was wrong: who asked what, and how it differs. */
  wrong?: string;
}

/** Lets everybody of a company ask, and compares each answer with the oracle's. */
export async function tryCompany(office: Office, company: Company, random: Random): Promise<Verdict[]> {
  await office.house(company);
  const oracle = new Oracle(company);
  const trials = company.people.flatMap((caller) =>
    objects.map((object) => {
      const question = drawQuestion(random, company.records[object]);
      return new Trial(office, company, oracle, caller, object, question);
    }),
  );
  const verdicts: Verdict[] = [];
  // Not all at once: changes would lock the same rows in different orders, and questions wait too long for a connection.
  for (const trial of trials) verdicts.push(...(await trial.reads()), ...(await trial.writes()));
  return verdicts;
}

class Undo extends Error {}

/** One caller, one object, one question. */
class Trial {
  readonly #office: Office;
  readonly #company: Company;
  readonly #oracle: Oracle;
  readonly #caller: CompanyPerson;
  readonly #object: ObjectName;
  readonly #question: Question;

  constructor(
    office: Office,
    company: Company,
    oracle: Oracle,
    caller: CompanyPerson,
    object: ObjectName,
    question: Question,
  ) {
    this.#office = office;
    this.#company = company;
    this.#oracle = oracle;
    this.#caller = caller;
    this.#object = object;
    this.#question = question;
  }

  async reads(): Promise<Verdict[]> {
    const judged = [this.#read(), this.#readOne(), this.#names(), this.#children(), this.#predicateAlone()];
    return (await Promise.all(judged)).flat();
  }

  /** The explicit predicate where no wall stands behind it: what memory says of reach, for reading and for changing. */
  async #predicateAlone(): Promise<Verdict[]> {
    const { entity, table } = tableOfObject[this.#object];
    const { caller } = this.#call;
    const access = { caller, reach: (object: string) => this.#office.copy.current.reach(caller, object) };
    const found = async (purpose: 'read' | 'write'): Promise<Verdict> => {
      const params: unknown[] = [];
      const condition = predicate(guardOf(entity).policy, access, 'r', params, purpose);
      const rows = await this.#office.pastTheWall(`SELECT r.id FROM ${table} r WHERE ${condition}`, params);
      const expected = ids(this.#reached(purpose)).toSorted();
      return this.#judge('rights-predicate', `may ${purpose}`, ids(rows).toSorted(), expected);
    };
    return Promise.all([found('read'), found('write')]);
  }

  /** Both walls together, and the inner one alone; in one transaction, so that the one leaves no trace in the other. */
  async #read(): Promise<Verdict[]> {
    const { entity, table } = tableOfObject[this.#object];
    const { where, params, order, limit } = this.#question;
    const tail = `ORDER BY ${order} LIMIT ${limit}`;
    const [both, wall, again] = await this.#office.unitOfWork.read(this.#call, async (tx) => [
      ids(await tx.select(entity, where, params, tail)),
      ids(await tx.query(`SELECT r.id FROM ${table} r WHERE ${where} ${tail}`, params)),
      [
        await tx.selectNames(entity, where, params, tail),
        ids(await tx.query(`SELECT r.id FROM ${table} r`)),
      ] as const,
    ]);
    const expected = ids(answered(this.#question, this.#reached('read')));
    const all = this.#reached('read').map(({ id }) => id);
    return [
      this.#judge('rights-oracle', 'reads', both, expected),
      this.#judge('rights-wall', 'reads past the predicate', wall, expected),
      this.#judge('rights-wall', 'reads past the predicate after names', again[1].toSorted(), all.toSorted()),
    ];
  }

  async #readOne(): Promise<Verdict[]> {
    const { entity } = tableOfObject[this.#object];
    const { where, params, order, limit } = this.#question;
    const rows = await this.#office.unitOfWork.readOne(this.#call, (tx) =>
      tx.select(entity, where, params, `ORDER BY ${order} LIMIT ${limit}`),
    );
    return [
      this.#judge(
        'rights-oracle',
        'reads in one statement',
        ids(rows),
        ids(answered(this.#question, this.#reached('read'))),
      ),
    ];
  }

  /** What a change would hit; nothing is changed, so that every caller meets the same rows. */
  async writes(): Promise<Verdict[]> {
    const { entity, table } = tableOfObject[this.#object];
    const { where, params } = this.#question;
    const expected = ids(answered({ ...this.#question, limit: 1_000 }, this.#reached('write'))).toSorted();
    const locked = await this.#undone(async (tx) =>
      ids(await tx.select(entity, where, params, 'FOR NO KEY UPDATE OF r')),
    );
    const updated = await this.#undone((tx) =>
      this.#ids(tx, `UPDATE ${table} r SET rank = rank WHERE ${where} RETURNING r.id`),
    );
    const given = await this.#undone((tx) =>
      this.#ids(
        tx,
        `DELETE FROM ${table} r WHERE (${where}) AND NOT EXISTS (SELECT FROM note WHERE parent_id = r.id) RETURNING r.id`,
      ),
    );
    const childless = expected.filter(
      (id) => !this.#company.children.some(({ parentId }) => parentId === id),
    );
    const judged = [
      this.#judge('rights-oracle', 'locks to change', locked.toSorted(), expected),
      this.#judge('rights-wall', 'changes past the predicate', updated.toSorted(), expected),
    ];
    if (this.#object === 'customer') return judged;
    return [...judged, this.#judge('rights-wall', 'removes past the predicate', given.toSorted(), childless)];
  }

  /** The name-only view: whoever has it sees every record, those beyond reach by the fields of the view. */
  async #names(): Promise<Verdict[]> {
    const { entity } = tableOfObject[this.#object];
    const { where, params, order, limit } = this.#question;
    const tail = `ORDER BY ${order} LIMIT ${limit}`;
    const reached = new Set(ids(this.#reached('read')));
    const records = this.#company.records[this.#object];
    const sees = this.#oracle.seesNames(this.#caller, this.#object);
    const shown = answered(this.#question, sees ? records : records.filter(({ id }) => reached.has(id)));
    const expected = shown.map(({ id, ...rest }) => (reached.has(id) ? { id, ...rest } : id));
    const told = (rows: CompanyRecord[]): string =>
      JSON.stringify(rows.map((row) => (isNameOnly(row) && row.rank === undefined ? row.id : sorted(row))));
    const { unitOfWork } = this.#office;
    const [one, many, count] = await Promise.all([
      unitOfWork.readOne(this.#call, (tx) => tx.selectNames(entity, where, params, tail)),
      unitOfWork.read(this.#call, (tx) => tx.selectNames(entity, where, params, tail)),
      unitOfWork.read(this.#call, (tx) => tx.countNames(entity, where, params)),
    ]);
    const plain = JSON.stringify(expected.map((row) => (typeof row === 'string' ? row : sorted(row))));
    const total = answered(
      { ...this.#question, limit: 1_000 },
      sees ? records : this.#reached('read'),
    ).length;
    return [
      this.#judge('rights-names', 'reads names in one statement', [told(one)], [plain]),
      this.#judge('rights-names', 'reads names', [told(many)], [plain]),
      this.#judge('rights-names', 'counts names', [String(count)], [String(total)]),
    ];
  }

  /** What belongs to a customer is seen by whoever sees that one. */
  async #children(): Promise<Verdict[]> {
    if (this.#object !== 'customer') return [];
    const reached = new Set(ids(this.#reached('read')));
    const expected = this.#company.children
      .filter(({ parentId }) => reached.has(parentId))
      .map(({ id }) => id);
    const [both, wall] = await this.#office.unitOfWork.read(this.#call, async (tx) => [
      ids(await tx.select(Note, 'TRUE', [])),
      await this.#ids(tx, 'SELECT id FROM note'),
    ]);
    return [
      this.#judge('rights-oracle', 'reads what follows', both.toSorted(), expected.toSorted()),
      this.#judge(
        'rights-wall',
        'reads what follows past the predicate',
        wall.toSorted(),
        expected.toSorted(),
      ),
    ];
  }

  #reached(purpose: 'read' | 'write'): CompanyRecord[] {
    return this.#company.records[this.#object].filter((record) =>
      this.#oracle.reaches(this.#caller, this.#object, record, purpose),
    );
  }

  #judge(
    claim: Verdict['claim'],
    what: string,
    found: readonly string[],
    expected: readonly string[],
  ): Verdict {
    const records = this.#company.records[this.#object].length;
    if (found.join() === expected.join()) return { claim, records };
    const { id, roles } = this.#caller;
    const wrong = `${id} (${roles.join()}) ${what} of ${this.#object} where ${this.#question.where}: ${found.join()} instead of ${expected.join()}`;
    return { claim, records, wrong };
  }

  async #undone(work: (tx: Transaction) => Promise<string[]>): Promise<string[]> {
    let result: string[] = [];
    const doing = this.#office.unitOfWork.write(this.#call, async (tx) => {
      result = await work(tx);
      throw new Undo();
    });
    await doing.catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
    return result;
  }

  async #ids(tx: Transaction, sql: string): Promise<string[]> {
    return ids(await tx.query<{ id: string }>(sql, sql.includes('$1') ? this.#question.params : []));
  }

  get #call(): Call {
    const { id: personId, roles } = this.#caller;
    return {
      caller: { kind: 'person', personId, sessionId: '', roles, language: 'en', timeZone: 'UTC' },
      ...{
        method: 'prove',
        requestId: personId,
        language: 'en',
        deadline: Date.now() + 60_000,
        fingerprint: '',
      },
    };
  }
}

const ids = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);
const sorted = (row: object): unknown => Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1));
