/** What of a pool says who may claim from it. */
export interface PoolDoor {
  open: boolean;
  /** Units whose people may; none: everybody. */
  unitIds: readonly string[];
}

/** Whether a pool is open to somebody who works in the first of these units, which lies within the others. */
export function openTo({ open, unitIds }: PoolDoor, units: readonly string[]): boolean {
  return open && (unitIds.length === 0 || unitIds.some((id) => units.includes(id)));
}

/** What is known of somebody who claims. */
export interface ClaimFacts {
  /** Claims that the person made within the last 24 hours, whether the customers were kept or not. */
  claimed: number;
  /** How many are allowed in that time; 0 for any number. */
  claimPerDay: number;
  /** When the person lost or released the customer last, epoch milliseconds. */
  lostAt?: number | undefined;
  coolDownDays: number;
  /** Epoch milliseconds. */
  now: number;
}

/** Why somebody may not claim a customer; undefined where nothing speaks against it. */
export function whyNoClaim({
  claimed,
  claimPerDay,
  lostAt,
  coolDownDays,
  now,
}: ClaimFacts): 'claim-limit' | 'cool-down' | undefined {
  if (claimPerDay > 0 && claimed >= claimPerDay) return 'claim-limit';
  const cooling = lostAt !== undefined && now < lostAt + coolDownDays * 24 * 3_600_000;
  return cooling ? 'cool-down' : undefined;
}
