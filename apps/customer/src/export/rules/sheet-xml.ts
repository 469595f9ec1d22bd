/** Characters that XML 1.0 cannot hold. */
// eslint-disable-next-line no-control-regex
const unholdable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const special = /[&<>\r]/g;
const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
/** A text that begins with a quote before a formula: the import would take the quote for a guard. */
const quotedFormula = /^'+[=+\-@\t\r\n＝＋－＠]/;
/** Characters that Excel keeps of a cell. */
const longestCell = 32_767;

/**
 * A row of a sheet, the first being 1. Every cell is typed as text, so that nothing is calculated, an id keeps its zeros and a phone number
 * is no number.
 */
export function sheetRow(cells: readonly string[], number: number): string {
  return `<row r="${number}">${cells.map((text, index) => sheetCell(text, `${letters(index)}${number}`)).join('')}</row>`;
}

const knownLetters: string[] = [];

/** A, B, …, Z, AA, … */
function letters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return (knownLetters[index] ??= index < 26 ? last : letters(Math.floor(index / 26) - 1) + last);
}

function sheetCell(text: string, place: string): string {
  if (text === '') return '';
  const meant = quotedFormula.test(text) ? `'${text}` : text;
  const kept = meant.length > longestCell ? meant.slice(0, longestCell).toWellFormed() : meant;
  const plain = kept.replace(unholdable, '').replace(special, (character) => escapes[character] ?? '');
  return `<c r="${place}" t="inlineStr" s="1"><is><t xml:space="preserve">${plain}</t></is></c>`;
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const officeRelations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** Before and behind the rows of a sheet. */
export const sheetStart = `${head}<worksheet xmlns="${main}"><sheetData>`;
export const sheetEnd = '</sheetData></worksheet>';

/** The parts of a workbook besides its sheets, by their names: `names` of the sheets in order. */
export function workbookParts(names: readonly string[]): Record<string, string> {
  const sheets = names.map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`);
  const relations = names.map(
    (_, i) =>
      `<Relationship Id="rId${i + 1}" Type="${officeRelations}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  );
  const types = names.map(
    (_, i) =>
      `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`,
  );
  return {
    '[Content_Types].xml': `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>${types.join('')}</Types>`,
    '_rels/.rels': `${head}<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${officeRelations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${officeRelations}"><sheets>${sheets.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="${packageRelations}">${relations.join('')}<Relationship Id="rId${names.length + 1}" Type="${officeRelations}/styles" Target="styles.xml"/></Relationships>`,
    // Style 1 is text (number format 49), so that what is typed into a cell later stays text as well.
    'xl/styles.xml': `${head}<styleSheet xmlns="${main}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="49" applyNumberFormat="1"/></cellXfs></styleSheet>`,
  };
}
