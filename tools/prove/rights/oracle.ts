import type { Company, CompanyPerson, CompanyRecord, CompanyRole, ObjectName, ReachWord } from './company.ts';

/**
 * Who may see and change what, said once more in the plainest way: record by record, walking upwards from the owner,
 * with nothing worked out before. It shares no line with what it judges.
 */
export class Oracle {
  readonly #company: Company;

  constructor(company: Company) {
    this.#company = company;
  }

  /** Whether the caller sees the record, or may change it. */
  reaches(
    caller: CompanyPerson,
    object: ObjectName,
    record: CompanyRecord,
    purpose: 'read' | 'write',
  ): boolean {
    return (
      this.standsFor(caller.id, object).some((id) => this.#ownsOrLeads(id, object, record.ownerId)) ||
      this.#isShared(caller, object, record.id, purpose)
    );
  }

  /** Whether a role shows the caller records beyond reach by a few fields. */
  seesNames(caller: CompanyPerson, object: ObjectName): boolean {
    if (!caller.known) return false;
    return caller.roles.some((role) => this.#role(role)?.names.some((view) => view.object === object));
  }

  /** The person and everybody whom the person stands in for now. */
  standsFor(personId: string, object: ObjectName, met: string[] = []): string[] {
    if (met.includes(personId)) return met;
    met.push(personId);
    for (const one of this.#company.substitutions) {
      if (one.substituteId !== personId || one.cancelled || one.when !== 'current') continue;
      if (one.objects.length > 0 && !one.objects.includes(object)) continue;
      this.standsFor(one.personId, object, met);
    }
    return met;
  }

  #ownsOrLeads(personId: string, object: ObjectName, ownerId: string): boolean {
    if (personId === ownerId) return true;
    const person = this.#person(personId);
    if (!person) return false;
    return person.roles.some((role) => {
      if (role === 'administrator') return true;
      const described = this.#role(role);
      if (!described) return false;
      const named = described.reaches.find((one) => one.object === object);
      return this.#within(named?.reach ?? 'line', person, ownerId);
    });
  }

  #within(reach: ReachWord, person: CompanyPerson, ownerId: string): boolean {
    const owner = this.#person(ownerId);
    if (reach === 'all') return true;
    if (!owner || reach === 'own') return false;
    if (reach === 'line') {
      const met = new Set<string>();
      for (let at = owner.managerId; at && !met.has(at); at = this.#person(at)?.managerId) {
        if (at === person.id) return true;
        met.add(at);
      }
      return false;
    }
    if (!person.unitId) return false;
    if (reach === 'unit') return owner.unitId === person.unitId;
    return this.#unitsOf(owner).includes(person.unitId);
  }

  #isShared(caller: CompanyPerson, object: ObjectName, id: string, purpose: 'read' | 'write'): boolean {
    const grantees = [caller.id, ...(caller.known ? this.#unitsOf(caller) : [])];
    return this.#company.shares.some(
      (share) =>
        share.object === object &&
        share.objectId === id &&
        (share.when === 'current' || (share.when === 'over' && share.endless)) &&
        (purpose === 'read' || share.level === 'write') &&
        grantees.includes(share.granteeId),
    );
  }

  /** The person's unit and those above. A unit that is gone or unknown has none above. */
  #unitsOf({ unitId }: CompanyPerson): string[] {
    const units: string[] = [];
    let at = unitId;
    while (at && !units.includes(at)) {
      units.push(at);
      at = this.#company.units.find(({ id, deleted }) => id === at && !deleted)?.parentId;
    }
    return units;
  }

  #person(id: string): CompanyPerson | undefined {
    return this.#company.people.find((person) => person.id === id && person.known);
  }

  /** A role as the company describes it, else as Kontor ships it: by line everywhere. Removed ones of Kontor's are as shipped. */
  #role(id: string): CompanyRole | undefined {
    const described = this.#company.roles.find((role) => role.id === id && !role.deleted);
    if (described) return described;
    const shipped = ['administrator', 'manager', 'salesperson'].includes(id);
    return shipped ? { id, deleted: false, reaches: [], names: [] } : undefined;
  }
}
