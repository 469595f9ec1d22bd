/**
 * The first of the rows that are no larger together than the budget, in bytes of their JSON; at least one where there is
 * any, so that a row larger than the budget does not hold up those behind it.
 */
export function withinBudget<Row>(rows: readonly Row[], bytes: number): Row[] {
  let sum = 0;
  const end = rows.findIndex((row, i) => {
    sum += Buffer.byteLength(JSON.stringify(row));
    return sum > bytes && i > 0;
  });
  return end < 0 ? [...rows] : rows.slice(0, end);
}
