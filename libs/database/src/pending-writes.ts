import type { Call } from '@kontor/access/call';
import { auditColumns, auditRow, type AuditEntry } from './audit.js';
import { insertColumns, insertStatement } from './bulk-insert.js';
import type { EntityTable } from './entity-table.js';
import type { OutboxRow } from './outbox.js';

/** A statement of a unit of work; `oneRow` ones must hit exactly one row. */
export interface PendingStatement {
  text: string;
  values: unknown[];
  oneRow: boolean;
}

const outboxColumns = insertColumns(
  'id uuid',
  'partition smallint',
  'subject text',
  'type text',
  'aggregate text',
  'aggregate_id text',
  'version integer',
  'person_id text',
  'request_id text',
  'trace text',
  'payload text',
);

type Step =
  | { kind: 'insert'; table: EntityTable; rows: unknown[][] }
  | { kind: 'guarded'; text: string; values: unknown[] };

/**
 * What a unit of work will write: changes in the order they were made, then audit, then outbox. The outbox comes
 * last so that its positions follow the locks on the changed rows, and events of one record keep their order.
 */
export class PendingWrites {
  private steps: Step[] = [];
  private audits: AuditEntry[] = [];
  private events: OutboxRow[] = [];
  /** Partitions of the outbox that have new rows once this is committed. */
  readonly partitions = new Set<number>();

  /** Whether this leaves audit rows once it is committed. */
  audited = false;

  /** Who was stood in for, by the id of the record; undefined where the caller acted as such. */
  private readonly absent = new Map<string, string | undefined>();

  constructor(private readonly call: Call) {}

  get empty(): boolean {
    return this.steps.length === 0 && this.audits.length === 0 && this.events.length === 0;
  }

  /** Adds a row; neighbours of the same table go as one statement. */
  insert(table: EntityTable, row: unknown[]): void {
    const last = this.steps.at(-1);
    if (last?.kind === 'insert' && last.table === table) last.rows.push(row);
    else this.steps.push({ kind: 'insert', table, rows: [row] });
  }

  /** A statement that must hit exactly one row. */
  guarded(text: string, values: unknown[]): void {
    this.steps.push({ kind: 'guarded', text, values });
  }

  audit(entry: AuditEntry): void {
    this.audits.push(entry);
    this.audited = true;
  }

  /** Notes by whose right a record was read: an absent person's, or the caller's own. */
  actsFor(recordId: string, absentId: string | undefined): void {
    this.absent.set(recordId, absentId);
  }

  emit(row: OutboxRow): void {
    this.events.push(row);
    this.partitions.add(row.partition);
  }

  /** Takes out the changes made so far, without audit and outbox: for reads that must see them. */
  takeChanges(): PendingStatement[] {
    const statements = this.steps.map((step): PendingStatement =>
      step.kind === 'guarded'
        ? { text: step.text, values: step.values, oneRow: true }
        : { ...insertStatement(step.table.name, step.table.columns, step.rows), oneRow: false },
    );
    this.steps = [];
    return statements;
  }

  /** Takes out everything, in the order in which it must be sent. */
  takeAll(): PendingStatement[] {
    const statements = this.takeChanges();
    if (this.audits.length > 0) {
      const rows = this.audits.map((entry) => auditRow(this.call, entry, this.onBehalfOf(entry)));
      statements.push({ ...insertStatement('audit', auditColumns, rows), oneRow: false });
    }
    if (this.events.length > 0) {
      const rows = this.events.map((event) => Object.values(inColumnOrder(event)));
      statements.push({ ...insertStatement('outbox', outboxColumns, rows), oneRow: false });
    }
    this.audits = [];
    this.events = [];
    return statements;
  }

  /** In whose place: as the caller said, else as the record was reached, else as any record of the unit of work was. */
  private onBehalfOf({ objectId }: AuditEntry): string | undefined {
    const said = this.call.caller.onBehalfOf;
    if (said || this.absent.has(objectId)) return said ?? this.absent.get(objectId);
    return [...this.absent.values()].find((id) => id !== undefined);
  }
}

function inColumnOrder(row: OutboxRow): OutboxRow {
  const {
    id,
    partition,
    subject,
    type,
    aggregate,
    aggregateId,
    version,
    personId,
    requestId,
    trace,
    payload,
  } = row;
  return {
    id,
    partition,
    subject,
    type,
    aggregate,
    aggregateId,
    version,
    personId,
    requestId,
    trace,
    payload,
  };
}
