/**
 * What spreadsheets and our exports put before a text so that it is not taken for a formula: a quote, then = + - @ or what
 * hides one of them. A text that began with a quote itself has one more.
 */
const guardedFormula = /^'(?='*[=+\-@\t\r\n＝＋－＠])/;

/**
 * The text of a cell as it is meant: trimmed, and without the quote that an export set before what looks like a
 * formula. What looks like a formula stays text; nothing is ever calculated.
 */
export function cellText(cell: string): string {
  return cell.trim().replace(guardedFormula, '');
}

/** The text of a field that has one line: line breaks and tabs within the cell become spaces. */
export function oneLine(text: string): string {
  return /[\r\n\t]/.test(text) ? text.replace(/[\r\n\t]+/g, ' ') : text;
}

/** The items of a cell that holds several, separated by semicolons or line breaks. */
export function itemsOf(text: string): string[] {
  if (text === '') return [];
  if (!/[;；\r\n]/.test(text)) return [text];
  return text
    .split(/[;；\r\n]+/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** Whether decoding left the mark of bytes that are no text in the file's encoding. */
export function isUnreadable(cell: string): boolean {
  return cell.includes('\ufffd');
}

/** A cell as the database can keep it: without NUL and halves of surrogate pairs. */
export function storableCell(cell: string): string {
  return cell.toWellFormed().replaceAll('\u0000', '\ufffd');
}
