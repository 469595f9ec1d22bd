import type { Store } from '@kontor/files/store';
import type { ExportLedger } from './export-ledger.js';
import { csvLine } from './rules/csv-line.js';
import { Spool } from './spool.js';
import { workbookOf } from './xlsx-file.js';

const byteOrderMark = '\ufeff';

/**
 * The file of an export while it grows: lines of CSV, or rows of a workbook as one JSON array a line, since a packed file
 * cannot be gone on with. At the end they become one object, which is handed out.
 */
export class RowFile {
  private constructor(
    private readonly store: Store,
    private readonly ledger: ExportLedger,
    private spool: Spool,
    private readonly runner: string,
    private readonly headings: readonly string[],
  ) {}

  /** Goes on behind the last checkpoint; from the first row, which is the heading, where its spool is not there. */
  static async open(
    store: Store,
    ledger: ExportLedger,
    runner: string,
    headings: readonly string[],
  ): Promise<RowFile> {
    const { run, progress } = ledger;
    const name = `${run.id}.${runner}.rows`;
    const before = progress.spool
      ? await Spool.goOn(store, name, progress.spool, Number(progress.spoolBytes))
      : undefined;
    if (before) return new RowFile(store, ledger, before, runner, headings);
    const file = new RowFile(store, ledger, Spool.begin(store, name), runner, headings);
    await file.addHeading();
    return file;
  }

  /** Begins at the first row: the rows so far show what their reader sees no more. */
  async startAnew(): Promise<void> {
    await this.spool.remove();
    this.ledger.progress = { ...this.ledger.progress, rowsTotal: undefined };
    this.spool = Spool.begin(this.store, this.spool.name);
    await this.addHeading();
  }

  private async addHeading(): Promise<void> {
    const { run, progress } = this.ledger;
    this.ledger.progress = {
      ...{ ...progress, rowsWritten: 0, columnsLeftOut: [], position: '', allRead: false },
      ...{ spool: '', spoolBytes: '0', reach: undefined },
    };
    const mark = run.format === 'csv' && run.byteOrderMark ? byteOrderMark : '';
    await this.spool.add(mark + this.line(this.headings));
  }

  get name(): string {
    return this.spool.name;
  }

  get bytes(): number {
    return this.spool.bytes;
  }

  /** Adds rows; they are stored when this returns. */
  async add(rows: readonly string[][]): Promise<void> {
    if (rows.length > 0) await this.spool.add(rows.map((cells) => this.line(cells)).join(''));
  }

  /** Makes the file that is handed out. */
  async finish(): Promise<{ name: string; bytes: number }> {
    const rows = this.ledger.run.format === 'csv' ? this.spool.all() : workbookOf(this.spool.rows());
    return { name: this.whole, bytes: await this.store.put(this.whole, rows) };
  }

  /**
   * `handedOver`: the file belongs to who asked for it, and its rows are needed no more; otherwise what a later run may go
   * on with stays. What cannot be removed now is tidied later.
   */
  async close(handedOver: boolean): Promise<void> {
    await (handedOver ? this.spool.remove() : this.store.remove(this.whole)).catch(() => undefined);
  }

  private get whole(): string {
    const { id, format } = this.ledger.run;
    return `${id}.${this.runner}.${format}`;
  }

  private line(cells: readonly string[]): string {
    if (this.ledger.run.format === 'csv') return csvLine(cells);
    // Readers of lines take these two for the end of one.
    return `${JSON.stringify(cells).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}\n`;
  }
}
