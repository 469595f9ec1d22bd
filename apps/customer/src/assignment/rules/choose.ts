/** What a rule of assignment says whom to choose. */
export interface Choosing {
  personIds: readonly string[];
  unitIds: readonly string[];
  /** Only who holds one of these; none: whoever. */
  roleIds: readonly string[];
}

/** What is known of people who may be chosen. */
export interface Crowd {
  /** People of a unit and of those below. */
  inUnitAndBelow(unitId: string): readonly string[];
  rolesOfPerson(personId: string): readonly string[];
  /** Whether the person works here and is not leaving. */
  there(personId: string): boolean;
}

/** Everybody whom a rule may choose, without repeats, in a fixed order. */
export function candidates({ personIds, unitIds, roleIds }: Choosing, crowd: Crowd): string[] {
  const named = new Set([...personIds, ...unitIds.flatMap((id) => crowd.inUnitAndBelow(id))]);
  const skilled = (id: string) =>
    roleIds.length === 0 || crowd.rolesOfPerson(id).some((role) => roleIds.includes(role));
  return [...named].filter((id) => crowd.there(id) && skilled(id)).sort();
}

/** Those who may be chosen, in the order in which they are asked: who holds least first, and who is away behind all. */
export function leastLoadedFirst(
  ids: readonly string[],
  load: (personId: string) => number,
  away: ReadonlySet<string> = new Set(),
): string[] {
  const last = (id: string) => Number(away.has(id));
  return [...ids].sort((a, b) => last(a) - last(b) || load(a) - load(b) || (a < b ? -1 : 1));
}
