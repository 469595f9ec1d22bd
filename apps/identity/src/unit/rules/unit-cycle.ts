/**
 * Whether a unit would come to lie within itself under a new parent.
 * `parentAndAbove` is the new parent and every unit above, as the tree stands now.
 */
export function closesUnitCycle(unitId: string, parentAndAbove: readonly string[]): boolean {
  return parentAndAbove.includes(unitId);
}
