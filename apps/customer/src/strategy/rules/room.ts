import type { CustomerStatus } from '@kontor/contracts/gen/kontor/customer/v1/customer';

/** Statuses of customers that count as prospects that a person holds; the counter in the database has the same. */
export const prospectStatuses: readonly CustomerStatus[] = ['prospect', 'interested', 'negotiating'];

/** Whether a customer counts among the prospects that its owner holds. */
export function countsAsHeld(status: CustomerStatus): boolean {
  return prospectStatuses.includes(status);
}

/** Room for new prospects, person by person. A cap that was lowered below what is held takes nothing away. */
export class Room {
  private readonly taken = new Map<string, number>();

  constructor(
    /** How many each person holds. */
    private readonly held: ReadonlyMap<string, number>,
    /** How many the person may hold; undefined for any number. */
    private readonly capOf: (personId: string) => number | undefined,
  ) {}

  /** Takes room for one more, if there is some. */
  take(personId: string, status: CustomerStatus): boolean {
    if (!countsAsHeld(status)) return true;
    const cap = this.capOf(personId);
    const taken = this.taken.get(personId) ?? 0;
    if (cap !== undefined && (this.held.get(personId) ?? 0) + taken >= cap) return false;
    this.taken.set(personId, taken + 1);
    return true;
  }

  /** How many the person will hold. */
  load(personId: string): number {
    return (this.held.get(personId) ?? 0) + (this.taken.get(personId) ?? 0);
  }
}
