/**
 * What spreadsheets may take for a formula (OWASP, CSV injection): = + - @ at the beginning, in full width too, or behind
 * a tab or a line break; and such a text that has its quote already, so that the import can tell the two apart.
 */
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/;
const quoted = /[",\r\n]/;

/** A text that no spreadsheet calculates: one that could be a formula gets a quote before it. */
export function guardedText(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** A line of a CSV file (RFC 4180) with its line break. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(text: string): string {
  const guarded = guardedText(text);
  return quoted.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
