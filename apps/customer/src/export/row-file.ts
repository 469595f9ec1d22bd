import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportLedger } from './export-ledger.js';
import { csvLine } from './rules/csv-line.js';
import { headingOf } from './rules/headings.js';
import { Spool } from './spool.js';
import { writeWorkbook } from './xlsx-file.js';

const byteOrderMark = '\ufeff';

/**
 * The file of an export while it grows. A CSV file is its own spool; rows of a workbook are gathered one JSON array a
 * line and become a workbook at the end, since a packed file cannot be gone on with.
 */
export class RowFile {
  private constructor(
    private readonly folder: string,
    private readonly ledger: ExportLedger,
    private readonly spool: Spool,
    private readonly runner: string,
  ) {}

  /** Goes on behind the last checkpoint; from the first row where its file is not there. */
  static async open(folder: string, ledger: ExportLedger, runner: string): Promise<RowFile> {
    const { run, progress } = ledger;
    const name = `${run.id}.${runner}.${run.format === 'csv' ? 'csv' : 'rows'}`;
    const before = progress.spool
      ? await Spool.goOn(folder, name, progress.spool, Number(progress.spoolBytes))
      : undefined;
    if (before) return new RowFile(folder, ledger, before, runner);
    ledger.progress = {
      ...progress,
      rowsWritten: 0,
      position: '',
      allRead: false,
      spool: '',
      spoolBytes: '0',
    };
    const file = new RowFile(folder, ledger, await Spool.begin(folder, name), runner);
    const mark = run.format === 'csv' && run.byteOrderMark ? byteOrderMark : '';
    await file.spool.add(mark + file.line(run.columns.map((column) => headingOf(column, run.language))));
    return file;
  }

  get name(): string {
    return this.spool.name;
  }

  get bytes(): number {
    return this.spool.bytes;
  }

  /** Adds rows; they are on disk when this returns. */
  async add(rows: readonly string[][]): Promise<void> {
    if (rows.length > 0) await this.spool.add(rows.map((cells) => this.line(cells)).join(''));
  }

  /** Makes the file that is handed out. */
  async finish(): Promise<{ name: string; bytes: number }> {
    if (this.ledger.run.format === 'csv') return { name: this.name, bytes: this.bytes };
    const name = this.workbook;
    await writeWorkbook(join(this.folder, name), this.spool.rows());
    return { name, bytes: (await stat(join(this.folder, name))).size };
  }

  /** `handedOver`: the file belongs to who asked for it; otherwise what a later run may go on with stays. */
  async close(handedOver: boolean): Promise<void> {
    await this.spool.close();
    const { format } = this.ledger.run;
    if (handedOver && format !== 'csv') await this.spool.remove();
    if (!handedOver && format !== 'csv') await rm(join(this.folder, this.workbook), { force: true });
  }

  private get workbook(): string {
    return `${this.ledger.run.id}.${this.runner}.xlsx`;
  }

  private line(cells: readonly string[]): string {
    if (this.ledger.run.format === 'csv') return csvLine(cells);
    // Readers of lines take these two for the end of one.
    return `${JSON.stringify(cells).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}\n`;
  }
}
