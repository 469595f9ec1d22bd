import type { Transaction } from '@kontor/database/transaction';
import type { QueryFields } from '@kontor/query/fields';
import type { Filter } from '@kontor/query/filter';
import { filterMatches } from '@kontor/query/filter-match';
import type { Customer } from '../customer/customer.entity.js';
import { activeAmong } from '../customer/owner.js';
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
    private readonly fields: QueryFields,
    private readonly away: ReadonlySet<string>,
  ) {}

  /** Reads the rules that fit some of the customers: nobody waits for rules about others. */
  static async open(tx: Transaction, book: StrategyBook, customers: readonly object[]): Promise<RuleChooser> {
    const active = await tx.select(AssignmentRule, 'r.active', [], 'ORDER BY r.place, r.id');
    const rules = active.flatMap((rule) => {
      const filter = rule.filter ? book.filters.read(rule.filter) : undefined;
      const fits = (one: object) => !filter || filterMatches(filter, book.filters.fields, one);
      return customers.some(fits) ? [{ ...rule, read: filter }] : [];
    });
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
      filter: rule.read,
      candidates: candidates(rule, crowd),
    }));
    const away = await awayAmong(
      tx,
      ready.flatMap(({ candidates: ids }) => ids),
    );
    return new RuleChooser(ready, book.filters.fields, away);
  }

  /** Everybody whom a rule may choose. Loads are compared, so the room is to know all of them, capped or not. */
  get candidates(): string[] {
    return this.rules.flatMap(({ candidates: ids }) => ids);
  }

  /** Who gets the customer, who is away only where nobody else has room; undefined where no rule fits or nobody has room. */
  choose(customer: Pick<Customer, 'status'> & object, room: Room): string | undefined {
    for (const { filter, candidates: ids } of this.rules) {
      if (filter && !filterMatches(filter, this.fields, customer)) continue;
      const order = leastLoadedFirst(ids, (id) => room.load(id), this.away);
      const found = order.find((id) => room.take(id, customer.status));
      if (found) return found;
    }
    return undefined;
  }
}

/** Those of people in whose place somebody stands for customers now: they are away. */
async function awayAmong(tx: Transaction, personIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (personIds.length === 0) return new Set();
  const rows = await tx.query<{ id: string }>(
    `SELECT DISTINCT person_id AS id FROM substitution_copy WHERE person_id = ANY ($1::uuid[]) AND NOT cancelled
       AND start_time <= now() AND end_time > now() AND (cardinality(objects) = 0 OR 'customer' = ANY (objects))`,
    [[...new Set(personIds)]],
  );
  return new Set(rows.map(({ id }) => id));
}
