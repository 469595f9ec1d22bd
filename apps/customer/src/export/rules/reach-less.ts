/** Whose records stand in a file: those of these owners, and single ones that its maker saw without reaching the owner. */
export interface SeenReach {
  /** Of records that nobody owns their keepers. */
  owners: readonly string[];
  /** UUIDs of customers. */
  shared: readonly string[];
}

/** The owners that somebody reaches. */
export type ReachedOwners = 'all' | readonly string[];

/** What a file shows together with further customers. */
export function withRecords(
  seen: SeenReach | undefined,
  reached: ReachedOwners,
  customers: readonly { id: string; guardianId: string }[],
): SeenReach {
  const known = reached === 'all' ? undefined : new Set(reached);
  const owners = new Set(seen?.owners);
  const shared = new Set(seen?.shared);
  for (const { id, guardianId } of customers)
    if (!known || known.has(guardianId)) owners.add(guardianId);
    else shared.add(id);
  return { owners: [...owners], shared: [...shared] };
}

/** Whether an owner whose records a file shows is not reached any more. */
export function ownersAreLess(reached: ReachedOwners, { owners }: SeenReach): boolean {
  if (reached === 'all') return false;
  const known = new Set(reached);
  return owners.some((owner) => !known.has(owner));
}
