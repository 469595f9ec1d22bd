/** A column of an INSERT and its Postgres type. */
export interface InsertColumn {
  column: string;
  type: string;
}

/** From so many rows on, columns with the same value in all of them are sent once. With fewer, chance would make texts. */
const manyRows = 50;

/**
 * An INSERT of any number of rows that is one prepared statement for all numbers: one row by VALUES, more by
 * arrays (one parameter a column). Of many rows a column that is the same in all goes as a single value.
 */
export function insertStatement(
  table: string,
  columns: readonly InsertColumn[],
  rows: readonly unknown[][],
): { text: string; values: unknown[] } {
  const names = columns.map(({ column }) => column).join(', ');
  if (rows.length === 1) {
    const places = columns.map(({ type }, i) => `$${i + 1}::${type}`).join(', ');
    return { text: `INSERT INTO ${table} (${names}) VALUES (${places})`, values: rows[0] ?? [] };
  }
  const values = columns.map((_, i) => rows.map((row) => row[i]));
  const same = values.map(
    (column) => rows.length >= manyRows && column.every((value) => value === column[0]),
  );
  if (!same.includes(true) || !same.includes(false)) {
    const arrays = columns.map(({ type }, i) => `$${i + 1}::${type}[]`).join(', ');
    return { text: `INSERT INTO ${table} (${names}) SELECT * FROM unnest(${arrays})`, values };
  }
  const shown = columns.map(({ type }, i) => (same[i] ? `$${i + 1}::${type}` : `v${i}`)).join(', ');
  const varied = columns.flatMap((column, i) => (same[i] ? [] : [{ type: column.type, i }]));
  const arrays = varied.map(({ type, i }) => `$${i + 1}::${type}[]`).join(', ');
  return {
    text: `INSERT INTO ${table} (${names}) SELECT ${shown} FROM unnest(${arrays}) AS r (${varied.map(({ i }) => `v${i}`).join(', ')})`,
    values: values.map((column, i) => (same[i] ? column[0] : column)),
  };
}

/** Columns from `name type` pairs. */
export function insertColumns(...definitions: string[]): InsertColumn[] {
  return definitions.map((definition) => {
    const [column = '', type = ''] = definition.split(' ');
    return { column, type };
  });
}
