import type { Caller } from './caller.js';

/** What row rights need to know of a person. */
export interface OrganisationPerson {
  id: string;
  managerId?: string | undefined;
  unitId?: string | undefined;
}

/** What row rights need to know of a unit. */
export interface OrganisationUnit {
  id: string;
  parentId?: string | undefined;
}

/** Whose records a caller reaches: everybody's, or those of the people listed (the caller first). */
export type Reach = 'all' | readonly string[];

/**
 * The reporting lines and units of the company, in memory. A person reaches the own records and those of everyone
 * below, however deep; administrators and services reach all.
 */
export class Organisation {
  private readonly reports = new Map<string, string[]>();
  private readonly reachOf = new Map<string, readonly string[]>();
  private readonly unitOf = new Map<string, string>();
  private readonly members = new Map<string, string[]>();
  private readonly parentOf = new Map<string, string>();
  private readonly subunits = new Map<string, string[]>();
  private readonly membersBelow = new Map<string, readonly string[]>();

  constructor(people: Iterable<OrganisationPerson>, units: Iterable<OrganisationUnit> = []) {
    for (const { id, managerId, unitId } of people) {
      if (managerId) addTo(this.reports, managerId, id);
      if (!unitId) continue;
      this.unitOf.set(id, unitId);
      addTo(this.members, unitId, id);
    }
    for (const { id, parentId } of units) {
      if (!parentId) continue;
      this.parentOf.set(id, parentId);
      addTo(this.subunits, parentId, id);
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

  /** The unit of a person and every unit above, nearest first; none for who works in no unit. */
  unitsOf(personId: string): readonly string[] {
    const line = new Set<string>();
    for (let at = this.unitOf.get(personId); at && !line.has(at); at = this.parentOf.get(at)) line.add(at);
    return [...line];
  }

  /** The people who work in a unit itself, not in those below. */
  inUnit(unitId: string): readonly string[] {
    return this.members.get(unitId) ?? [];
  }

  /** The people who work in a unit or in any below, however deep. */
  inUnitAndBelow(unitId: string): readonly string[] {
    const known = this.membersBelow.get(unitId);
    if (known) return known;
    const result = andBelow(this.subunits, unitId).flatMap((id) => this.inUnit(id));
    this.membersBelow.set(unitId, result);
    return result;
  }

  private line(personId: string): readonly string[] {
    const known = this.reachOf.get(personId);
    if (known) return known;
    const result = andBelow(this.reports, personId);
    this.reachOf.set(personId, result);
    return result;
  }
}

/** The top and everything below. Stops at a cycle, should the copies hold one for a moment. */
function andBelow(below: ReadonlyMap<string, readonly string[]>, top: string): string[] {
  const found = new Set([top]);
  for (const id of found) for (const next of below.get(id) ?? []) found.add(next);
  return [...found];
}

function addTo(lists: Map<string, string[]>, key: string, id: string): void {
  const list = lists.get(key);
  if (list) list.push(id);
  else lists.set(key, [id]);
}
