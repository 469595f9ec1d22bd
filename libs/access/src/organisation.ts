import type { Caller } from './caller.js';
import { defaultRoles, type RoleRights } from './default-roles.js';
import { Rights } from './rights.js';

/** What row rights need to know of a person. */
export interface OrganisationPerson {
  id: string;
  managerId?: string | undefined;
  unitId?: string | undefined;
  /** Ids of the roles; needed of those whom somebody stands in for. */
  roles?: readonly string[];
}

/** What row rights need to know of a unit. */
export interface OrganisationUnit {
  id: string;
  parentId?: string | undefined;
}

/** Somebody stands in for somebody else, from a moment until before another, in epoch milliseconds. */
export interface Substitution {
  personId: string;
  substituteId: string;
  start: number;
  end: number;
  /** Objects that it covers; none: all. */
  objects: readonly string[];
}

/** What the organisation may know besides people. */
export interface OrganisationFacts {
  units?: Iterable<OrganisationUnit>;
  /** Roles that differ from those Kontor ships, and further ones. */
  roles?: Iterable<RoleRights>;
  substitutions?: readonly Substitution[];
  /** People and units to whom some record of the service is shared. */
  grantees?: ReadonlySet<string>;
}

/** Which records of an object a caller reaches. */
export interface Reach {
  /** Everybody's, or those of the people listed (the caller first). */
  owners: 'all' | readonly string[];
  /** Names under which records may be shared with the caller: the caller and the caller's units. Empty where none is shared. */
  grantees: readonly string[];
  /** Fields shown of records beyond; undefined where those stay hidden. */
  names: readonly string[] | undefined;
}

/**
 * Who reports to whom, who works where, which role reaches how far and who stands in for whom, in memory. Everybody
 * reaches the own records, and what the roles say: by reporting line (however deep), by unit, or all. Who stands in
 * for somebody reaches the records of whom that person reaches, as long as it lasts; not what is shared with that
 * person. Somebody whom it does not know reaches the own records only, whatever roles a token names: the wall of
 * row-level security, which asks the copies, says the same.
 */
export class Organisation {
  private readonly known = new Set<string>();
  private readonly reports = new Map<string, string[]>();
  private readonly reachOf = new Map<string, 'all' | readonly string[]>();
  private readonly lineOf = new Map<string, readonly string[]>();
  private readonly unitOf = new Map<string, string>();
  private readonly members = new Map<string, string[]>();
  private readonly parentOf = new Map<string, string>();
  private readonly subunits = new Map<string, string[]>();
  private readonly membersBelow = new Map<string, readonly string[]>();
  private readonly rolesOf = new Map<string, readonly string[]>();
  private readonly roleById = new Map<string, RoleRights>(defaultRoles.map((role) => [role.id, role]));
  private readonly rightsByRoles = new Map<string, Rights>();
  private readonly standingIn = new Map<string, Substitution[]>();
  private readonly grantees: ReadonlySet<string>;

  constructor(people: Iterable<OrganisationPerson>, facts: OrganisationFacts = {}) {
    for (const { id, managerId, unitId, roles } of people) {
      this.known.add(id);
      if (roles) this.rolesOf.set(id, roles);
      if (managerId) addTo(this.reports, managerId, id);
      if (!unitId) continue;
      this.unitOf.set(id, unitId);
      addTo(this.members, unitId, id);
    }
    for (const { id, parentId } of facts.units ?? []) {
      if (!parentId) continue;
      this.parentOf.set(id, parentId);
      addTo(this.subunits, parentId, id);
    }
    for (const role of facts.roles ?? []) this.roleById.set(role.id, role);
    for (const one of facts.substitutions ?? []) addTo(this.standingIn, one.substituteId, one);
    this.grantees = facts.grantees ?? new Set();
  }

  /** Whether there is a role of this id. */
  hasRole(id: string): boolean {
    return this.roleById.has(id);
  }

  /** What roles allow together; unknown ids give nothing. */
  rights(roles: readonly string[]): Rights {
    const key = [...roles].sort().join();
    let rights = this.rightsByRoles.get(key);
    if (!rights) {
      rights = new Rights(roles.flatMap((id) => this.roleById.get(id) ?? []));
      this.rightsByRoles.set(key, rights);
    }
    return rights;
  }

  /** Which records of an object the caller reaches at a moment. */
  reach(caller: Caller, object: string, now = Date.now()): Reach {
    if (caller.kind === 'service') return everything;
    if (caller.kind === 'nobody') return nothing;
    const rights = caller.rights ?? this.rights(caller.roles);
    return {
      owners: this.owners(caller.personId, rights, object, now),
      grantees: this.granteesOf(caller.personId),
      names: rights.names(object),
    };
  }

  /** Whether the caller reaches the records of a person. */
  reaches(caller: Caller, object: string, personId: string): boolean {
    const { owners } = this.reach(caller, object);
    return owners === 'all' || owners.includes(personId);
  }

  /**
   * The person and everybody whom the person stands in for at a moment, over several steps where a substitute is
   * away too; the person first.
   */
  actingFor(personId: string, object: string | undefined, now: number): readonly string[] {
    const acting = new Set([personId]);
    for (const at of acting)
      for (const { personId: absent, start, end, objects } of this.standingIn.get(at) ?? []) {
        if (now < start || now >= end) continue;
        if (object === undefined || objects.length === 0 || objects.includes(object)) acting.add(absent);
      }
    return [...acting];
  }

  /**
   * Tells for the owner of a record in whose place the caller reaches it: undefined where by the caller's own right,
   * else the nearest absent person. Undefined as a whole for who stands in for nobody at the moment.
   */
  through(
    caller: Caller,
    object: string,
    now: number,
  ): ((ownerId: string) => string | undefined) | undefined {
    if (caller.kind !== 'person' || !this.standingIn.has(caller.personId)) return undefined;
    const { personId, roles } = caller;
    const [, ...absent] = this.actingFor(personId, object, now);
    const own = this.ownersOf(personId, caller.rights ?? this.rights(roles), object);
    if (absent.length === 0 || own === 'all') return undefined;
    const reached = absent.map(
      (id) => [id, this.ownersOf(id, this.rights(this.rolesOf.get(id) ?? []), object)] as const,
    );
    return (ownerId) => {
      if (own.includes(ownerId)) return undefined;
      return reached.find(([, theirs]) => theirs === 'all' || theirs.includes(ownerId))?.[0];
    };
  }

  private owners(personId: string, rights: Rights, object: string, now: number): 'all' | readonly string[] {
    const own = this.ownersOf(personId, rights, object);
    if (own === 'all' || !this.standingIn.has(personId)) return own;
    const owners = new Set(own);
    for (const absent of this.actingFor(personId, object, now).slice(1)) {
      const theirs = this.ownersOf(absent, this.rights(this.rolesOf.get(absent) ?? []), object);
      if (theirs === 'all') return 'all';
      for (const id of theirs) owners.add(id);
    }
    return [...owners];
  }

  /** Without those for whom the person stands in. */
  private ownersOf(personId: string, rights: Rights, object: string): 'all' | readonly string[] {
    if (!this.known.has(personId)) return [personId];
    const reaches = [...rights.reaches(object)].sort();
    if (reaches.includes('all')) return 'all';
    const key = `${personId} ${reaches.join()}`;
    let owners = this.reachOf.get(key);
    if (!owners) {
      const found = new Set([personId]);
      const unit = this.unitOf.get(personId);
      if (reaches.includes('line')) for (const id of this.line(personId)) found.add(id);
      if (unit && reaches.includes('unit')) for (const id of this.inUnit(unit)) found.add(id);
      if (unit && reaches.includes('unit_below')) for (const id of this.inUnitAndBelow(unit)) found.add(id);
      this.reachOf.set(key, (owners = [...found]));
    }
    return owners;
  }

  private granteesOf(personId: string): readonly string[] {
    if (this.grantees.size === 0) return [];
    return [personId, ...this.unitsOf(personId)].filter((id) => this.grantees.has(id));
  }

  /** Everybody it knows. */
  everybody(): Iterable<string> {
    return this.known;
  }

  /** Ids of the roles of a person, as far as known. */
  rolesOfPerson(personId: string): readonly string[] {
    return this.rolesOf.get(personId) ?? [];
  }

  /** Whether the one person is somewhere below the other in the reporting line. */
  isBelow(lower: string, upper: string): boolean {
    return lower !== upper && this.line(upper).includes(lower);
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

  /** The person and everybody below in the reporting line, however deep. */
  private line(personId: string): readonly string[] {
    const known = this.lineOf.get(personId);
    if (known) return known;
    const result = andBelow(this.reports, personId);
    this.lineOf.set(personId, result);
    return result;
  }
}

const everything: Reach = { owners: 'all', grantees: [], names: undefined };
const nothing: Reach = { owners: [], grantees: [], names: undefined };

/** The top and everything below. Stops at a cycle, should the copies hold one for a moment. */
function andBelow(below: ReadonlyMap<string, readonly string[]>, top: string): string[] {
  const found = new Set([top]);
  for (const id of found) for (const next of below.get(id) ?? []) found.add(next);
  return [...found];
}

function addTo<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
