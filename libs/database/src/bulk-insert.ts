/** A column of an INSERT and its Postgres type. */
export interface InsertColumn {
  column: string;
  type: string;
}

/**
 * An INSERT of any number of rows that is one prepared statement for all numbers: one row by VALUES, more by
 * arrays (one parameter a column).
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
  const arrays = columns.map(({ type }, i) => `$${i + 1}::${type}[]`).join(', ');
  return {
    text: `INSERT INTO ${table} (${names}) SELECT * FROM unnest(${arrays})`,
    values: columns.map((_, i) => rows.map((row) => row[i])),
  };
}

/** Columns from `name type` pairs. */
export function insertColumns(...definitions: string[]): InsertColumn[] {
  return definitions.map((definition) => {
    const [column = '', type = ''] = definition.split(' ');
    return { column, type };
  });
}
