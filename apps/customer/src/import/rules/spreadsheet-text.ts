import type { CellValue } from 'exceljs';

/**
 * The text of a cell of a workbook: of a formula its last result, of a link what is shown, of a date the day (and the
 * time, where there is one), of a number all its digits. Errors such as #REF! are empty.
 */
export function spreadsheetText(value: CellValue | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return numberText(value);
  if (value instanceof Date) return value.toISOString().replace('T00:00:00.000Z', '');
  if (typeof value !== 'object') return String(value);
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('text' in value) return spreadsheetText(value.text as CellValue);
  if ('result' in value) return spreadsheetText(value.result as CellValue);
  return '';
}

/** Phone numbers and ids are often kept as numbers: never 8.6E+12. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return '';
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value);
}
