/** A row of an import as far as its place in the order goes: addresses in stored form. */
export interface OrderedRow {
  email: string;
  managerEmail?: string | undefined;
}

/**
 * Indexes of the rows so that each manager comes before the people below; rows whose managers lead back to
 * themselves, and those below them, stand in `cyclic`. An address that several rows have is that of the first.
 */
export function managerOrder(rows: readonly OrderedRow[]): { order: number[]; cyclic: number[] } {
  const indexOf = new Map<string, number>();
  rows.forEach(({ email }, i) => !indexOf.has(email) && indexOf.set(email, i));
  const below = new Map<number, number[]>();
  const order: number[] = [];
  rows.forEach(({ managerEmail }, i) => {
    const manager = managerEmail === undefined ? undefined : indexOf.get(managerEmail);
    if (manager === undefined) order.push(i);
    else below.set(manager, [...(below.get(manager) ?? []), i]);
  });
  for (const i of order) order.push(...(below.get(i) ?? []));
  const placed = new Set(order);
  return { order, cyclic: rows.flatMap((_, i) => (placed.has(i) ? [] : [i])) };
}
