import type { Transaction } from '@kontor/database/transaction';
import { parseFilter, type Filter } from '@kontor/query/filter';
import { filterMatches } from '@kontor/query/filter-match';
import { customerFields } from '../customer/customer-fields.js';
import type { Customer } from '../customer/customer.entity.js';
import { lockRoom } from '../strategy/held.js';
import type { Room } from '../strategy/rules/room.js';
import type { StrategyBook } from '../strategy/strategy-book.js';
import { AssignmentRule } from './assignment-rule.entity.js';
import { candidates, leastLoadedFirst } from './rules/choose.js';

interface ReadyRule {
  filter: Filter | undefined;
  candidates: string[];
}

/** Chooses owners by the rules, one customer after the other, so that the load is spread within a batch too. */
export class RuleChooser {
  private constructor(
    private readonly rules: readonly ReadyRule[],
    private readonly room: Room,
  ) {}

  /** Reads the rules, and locks the counters of everybody whom one of them may choose. */
  static async open(tx: Transaction, book: StrategyBook): Promise<RuleChooser> {
    const rules = await tx.select(AssignmentRule, 'r.active', [], 'ORDER BY r.place, r.id');
    const named = rules.flatMap(({ personIds, unitIds }) => [
      ...personIds,
      ...unitIds.flatMap((id) => tx.organisation.inUnitAndBelow(id)),
    ]);
    const there = await activeAmong(tx, named);
    const crowd = {
      inUnitAndBelow: (id: string) => tx.organisation.inUnitAndBelow(id),
      rolesOfPerson: (id: string) => tx.organisation.rolesOfPerson(id),
      there: (id: string) => there.has(id),
    };
    const ready = rules.map((rule) => ({
      filter: rule.filter ? parseFilter(rule.filter, customerFields) : undefined,
      candidates: candidates(rule, crowd),
    }));
    // Loads are compared, so the counters of all are needed, capped or not.
    const all = ready.flatMap(({ candidates: ids }) => ids);
    return new RuleChooser(ready, await lockRoom(tx, book, [], all));
  }

  /** Who gets the customer; undefined where no rule fits or nobody has room. */
  choose(customer: Pick<Customer, 'status'> & object): string | undefined {
    for (const { filter, candidates: ids } of this.rules) {
      if (filter && !filterMatches(filter, customerFields, customer)) continue;
      const found = leastLoadedFirst(ids, (id) => this.room.load(id)).find((id) =>
        this.room.take(id, customer.status),
      );
      if (found) return found;
    }
    return undefined;
  }
}

/** Those who work here now. Locked until the transaction ends: a farewell waits, and hands over what they get too. */
export async function activeAmong(tx: Transaction, personIds: readonly string[]): Promise<Set<string>> {
  if (personIds.length === 0) return new Set();
  const rows = await tx.query<{ id: string }>(
    `SELECT id FROM person_copy WHERE id = ANY ($1::uuid[]) AND status = 'active' ORDER BY id FOR SHARE`,
    [[...new Set(personIds)]],
  );
  return new Set(rows.map(({ id }) => id));
}
