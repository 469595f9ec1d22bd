import type { Caller } from './caller.js';

/** What row rights need to know of a person. */
export interface OrganisationPerson {
  id: string;
  managerId?: string | undefined;
}

/** Whose records a caller reaches: everybody's, or those of the people listed (the caller first). */
export type Reach = 'all' | readonly string[];

/**
 * The reporting lines of the company, in memory. A person reaches the own records and those of everyone below,
 * however deep; administrators and services reach all.
 */
export class Organisation {
  private readonly reports = new Map<string, string[]>();
  private readonly reachOf = new Map<string, readonly string[]>();

  constructor(people: Iterable<OrganisationPerson>) {
    for (const { id, managerId } of people) {
      if (!managerId) continue;
      const team = this.reports.get(managerId);
      if (team) team.push(id);
      else this.reports.set(managerId, [id]);
    }
  }

  /** Whose records the caller reaches. */
  reach(caller: Caller): Reach {
    if (caller.kind === 'service' || caller.roles.includes('administrator')) return 'all';
    if (caller.kind === 'nobody') return [];
    return this.line(caller.personId);
  }

  /** Whether the caller reaches the records of a person. */
  reaches(caller: Caller, personId: string): boolean {
    const reach = this.reach(caller);
    return reach === 'all' || reach.includes(personId);
  }

  /** The person and everyone below. Stops at a cycle, should the copy of people hold one for a moment. */
  private line(personId: string): readonly string[] {
    const known = this.reachOf.get(personId);
    if (known) return known;
    const line = new Set([personId]);
    for (const id of line) for (const report of this.reports.get(id) ?? []) line.add(report);
    const result = [...line];
    this.reachOf.set(personId, result);
    return result;
  }
}
