/**
 * Whether a person would come to stand above themselves under a new manager.
 * `managerAndAbove` is the new manager and everyone above, as the lines stand now.
 */
export function closesManagerCycle(personId: string, managerAndAbove: readonly string[]): boolean {
  return managerAndAbove.includes(personId);
}
