import type { Random } from '../random.ts';

/** The objects of the two tables that records stand in; roles name them apart. */
export const objects = ['customer', 'interaction'] as const;
export type ObjectName = (typeof objects)[number];

const reachWords = ['own', 'line', 'unit', 'unit_below', 'all'] as const;
export type ReachWord = (typeof reachWords)[number];

/** When something holds, seen from now. */
export type Moment = 'over' | 'current' | 'to come';

export interface CompanyPerson {
  id: string;
  managerId?: string | undefined;
  unitId?: string | undefined;
  roles: string[];
  /** Whether the service has heard of the person; who calls with a token may be ahead of the copy. */
  known: boolean;
}

export interface CompanyUnit {
  id: string;
  parentId?: string | undefined;
  deleted: boolean;
}

export interface CompanyRole {
  id: string;
  deleted: boolean;
  reaches: { object: string; reach: ReachWord }[];
  names: { object: string; fields: string[] }[];
}

export interface CompanySubstitution {
  id: string;
  personId: string;
  substituteId: string;
  when: Moment;
  cancelled: boolean;
  objects: string[];
}

export interface CompanyShare {
  id: string;
  object: ObjectName;
  objectId: string;
  granteeKind: 'person' | 'unit';
  granteeId: string;
  level: 'read' | 'write';
  when: Moment;
  endless: boolean;
}

export interface CompanyRecord {
  id: string;
  ownerId: string;
  name: string;
  status: string;
  rank: number;
}

/** Belongs to a customer. */
export interface CompanyChild {
  id: string;
  parentId: string;
}

export interface Company {
  people: CompanyPerson[];
  units: CompanyUnit[];
  roles: CompanyRole[];
  substitutions: CompanySubstitution[];
  shares: CompanyShare[];
  records: Record<ObjectName, CompanyRecord[]>;
  children: CompanyChild[];
}

const statuses = ['new', 'open', 'won', 'lost'];

/** Roles that a company may give a meaning of its own, and one that nobody ever described. */
const describable = ['manager', 'salesperson', 'clerk', 'director', 'auditor'];
const unheardOf = 'ghost';

/** A company as chance would have it: small, so that every odd case is met often. */
export function drawCompany(random: Random): Company {
  const units = drawUnits(random);
  const people = drawPeople(random, units);
  const stranger = random.uuid();
  const record = (): CompanyRecord => ({
    id: random.uuid(),
    ownerId: random.chance(0.05) ? stranger : random.pick(people).id,
    name: random.uuid().slice(0, 8),
    status: random.pick(statuses),
    rank: random.whole(0, 9),
  });
  const records = {
    customer: some(random, 1, 25, record),
    interaction: some(random, 0, 12, record),
  };
  return {
    people,
    units,
    roles: describable.filter(() => random.chance(0.6)).map((id) => drawRole(random, id)),
    substitutions: random.chance(0.4) ? [] : some(random, 1, 5, () => drawSubstitution(random, people)),
    shares: random.chance(0.4) ? [] : drawShares(random, people, units, records),
    records,
    children: some(random, 0, 12, () => ({ id: random.uuid(), parentId: random.pick(records.customer).id })),
  };
}

function drawUnits(random: Random): CompanyUnit[] {
  const ids = some(random, 0, 7, () => random.uuid());
  const gone = random.uuid();
  return ids.map((id) => ({
    id,
    // Any other, itself and one that is not there among them: copies may say so for a moment.
    parentId: random.chance(0.25) ? undefined : random.pick([...ids, ...ids, gone]),
    deleted: random.chance(0.1),
  }));
}

function drawPeople(random: Random, units: CompanyUnit[]): CompanyPerson[] {
  const ids = some(random, 2, 14, () => random.uuid());
  const gone = random.uuid();
  const deep = random.chance(0.4);
  const managerOf = (index: number): string | undefined => {
    if (deep && random.chance(0.9)) return ids[index - 1];
    return random.chance(0.3) ? undefined : random.pick([...ids, ...ids, gone]);
  };
  const heldBy = (): string[] => {
    const held = random.shuffled([...describable, unheardOf]).slice(0, random.pick([0, 1, 1, 1, 2, 3]));
    return random.chance(0.05) ? [...held, 'administrator'] : held;
  };
  return ids.map((id, index) => ({
    id,
    managerId: managerOf(index),
    unitId: random.chance(0.25) ? undefined : random.pick([...units.map((unit) => unit.id), gone]),
    roles: heldBy(),
    known: !random.chance(0.06),
  }));
}

function drawRole(random: Random, id: string): CompanyRole {
  const named = objects.filter(() => random.chance(0.7));
  return {
    id,
    deleted: random.chance(0.15),
    reaches: named.map((object) => ({
      object,
      reach: random.chance(0.1) ? 'all' : random.pick(reachWords.slice(0, 4)),
    })),
    names: random.chance(0.2) ? [{ object: 'customer', fields: random.chance(0.5) ? [] : ['name'] }] : [],
  };
}

function drawSubstitution(random: Random, people: CompanyPerson[]): CompanySubstitution {
  return {
    id: random.uuid(),
    personId: random.pick(people).id,
    substituteId: random.pick(people).id,
    when: random.pick(['over', 'current', 'current', 'current', 'to come']),
    cancelled: random.chance(0.1),
    objects: random.chance(0.6) ? [] : [random.pick(objects)],
  };
}

function drawShares(
  random: Random,
  people: CompanyPerson[],
  units: CompanyUnit[],
  records: Company['records'],
): CompanyShare[] {
  // One share a record and grantee, as the table has it.
  const drawn = some(random, 1, 10, (): CompanyShare => {
    const object = records.interaction.length > 0 ? random.pick(objects) : 'customer';
    const toUnit = units.length > 0 && random.chance(0.5);
    return {
      id: random.uuid(),
      // Now and then the wrong object: a share of an interaction shows no customer.
      object,
      objectId: random.pick(records[random.chance(0.9) ? object : 'customer']).id,
      granteeKind: toUnit ? 'unit' : 'person',
      granteeId: toUnit ? random.pick(units).id : random.pick(people).id,
      level: random.pick(['read', 'write']),
      when: random.pick(['over', 'current', 'current', 'current', 'to come']),
      endless: random.chance(0.5),
    };
  });
  return [...new Map(drawn.map((one) => [`${one.object} ${one.objectId} ${one.granteeId}`, one])).values()];
}

function some<T>(random: Random, least: number, most: number, make: () => T): T[] {
  return Array.from({ length: random.whole(least, most) }, make);
}
