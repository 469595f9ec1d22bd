import { serviceCall } from '@kontor/access/call';
import type { RecordedEntry } from '@kontor/contracts/gen/kontor/audit/v1/audit_events';
import { withinBudget } from './audit-batch.js';
import type { Transaction } from './transaction.js';
import type { UnitOfWork } from './unit-of-work.js';

/** Audit rows of one batch at most. */
export const batchRows = 500;

/** Bytes of the rows of one batch at most, but for a single row that is larger. */
const batchBytes = 400_000;

/** Milliseconds: least between two rounds, so that commits share one; and between rounds that nobody asked for. */
const pauses = { spacing: 250, idle: 1_000 } as const;

/** What the shipper needs to know. */
export interface AuditShipperOptions {
  service: string;
  unitOfWork: UnitOfWork;
  /** Told once when shipping begins to fail; it goes on trying. */
  onTrouble: (error: unknown) => void;
}

interface Cursor {
  tx: string;
  id: string;
  batch: number;
}

interface AuditRow extends Omit<RecordedEntry, 'onBehalfOf' | 'version' | 'changes'> {
  tx: string;
  onBehalfOf: string | null;
  version: number | null;
  changes: string | null;
}

/**
 * The rows behind the cursor whose transaction no running one is older than: whatever is committed later has a higher
 * number, so that nothing is passed over, however late it commits.
 */
const behindCursor = `(a.tx, a.id) > ($1::xid8, $2::uuid) AND a.tx < pg_snapshot_xmin(pg_current_snapshot())`;

const anyBehindCursor = `
  SELECT 1 FROM audit_shipping s WHERE EXISTS (
    SELECT 1 FROM audit a WHERE (a.tx, a.id) > (s.shipped_tx, s.shipped_id)
      AND a.tx < pg_snapshot_xmin(pg_current_snapshot()))`;

const takeCursor = `
  SELECT shipped_tx::text AS tx, shipped_id AS id, batch FROM audit_shipping FOR UPDATE SKIP LOCKED`;

const takeRows = `
  SELECT a.tx::text AS tx, a.id, date_trunc('milliseconds', a.time) AS time, a.person_id AS "personId",
    a.on_behalf_of AS "onBehalfOf", a.action, a.object, a.object_id AS "objectId", a.version, a.changes, a.outcome,
    a.request_id AS "requestId"
  FROM audit a WHERE ${behindCursor} ORDER BY a.tx, a.id LIMIT ${batchRows}`;

const moveCursor = 'UPDATE audit_shipping SET shipped_tx = $1::xid8, shipped_id = $2, batch = $3';

/**
 * Sends the audit rows of a service to the central audit, as events: batch and cursor move in one transaction, relay
 * and inbox do the rest. Any number of replicas may run; the cursor's row lock lets one at a time ship. Woken by
 * commits, and looks each second for what a crashed process left.
 */
export class AuditShipper {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private lastRound = 0;
  private woken = false;
  private stopped = true;
  private troubled = false;

  constructor(private readonly options: AuditShipperOptions) {}

  start(): void {
    this.stopped = false;
    this.plan(0);
  }

  /** Tells that audit rows were committed. Returns at once. */
  wake(): void {
    this.woken = true;
    if (this.stopped || this.running) return;
    this.plan(Math.max(0, pauses.spacing - (Date.now() - this.lastRound)));
  }

  /** Finishes the round that is under way. What is left waits for another replica or the next start. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** Ships one batch. Resolves to whether there may be more. */
  async ship(): Promise<boolean> {
    const { service, unitOfWork } = this.options;
    const call = serviceCall(service, 'ship-audit');
    const waiting = await unitOfWork.readOne(call, (tx) => tx.query(anyBehindCursor));
    if (waiting.length === 0) return false;
    return unitOfWork.write(call, (tx) => shipBatch(tx, service));
  }

  private plan(pause: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.lastRound = Date.now();
      this.woken = false;
      this.running = this.round().finally(() => {
        this.running = undefined;
        if (!this.stopped) this.plan(this.woken ? pauses.spacing : pauses.idle);
      });
    }, pause);
    this.timer.unref();
  }

  private async round(): Promise<void> {
    try {
      while (!this.stopped && (await this.ship()));
      this.troubled = false;
    } catch (error) {
      if (!this.troubled) this.options.onTrouble(error);
      this.troubled = true;
    }
  }
}

async function shipBatch(tx: Transaction, service: string): Promise<boolean> {
  const [cursor] = await tx.query<Cursor>(takeCursor);
  // Another replica ships.
  if (!cursor) return false;
  const rows = await tx.query<AuditRow>(takeRows, [cursor.tx, cursor.id]);
  const batch = withinBudget(rows, batchBytes);
  const last = batch.at(-1);
  if (!last) return false;
  const version = cursor.batch + 1;
  await tx.query(moveCursor, [last.tx, last.id, version]);
  tx.emit(
    'kontor.audit.v1.AuditRecorded',
    { id: `audit of ${service}`, version },
    { service, entries: batch.map(recorded) },
  );
  return rows.length === batchRows || batch.length < rows.length;
}

function recorded({ tx: _, onBehalfOf, version, changes, ...row }: AuditRow): RecordedEntry {
  return {
    ...row,
    ...(onBehalfOf !== null && { onBehalfOf }),
    ...(version !== null && { version }),
    ...(changes !== null && { changes }),
  };
}
