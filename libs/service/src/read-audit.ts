import type { Caller } from '@kontor/access/caller';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import type { ReadWatch } from '@kontor/rpc/list-reads';
import { auditCall } from './refusal-audit.js';

/** Rows from which on the audit is told: read within a minute, or little by little within an hour. */
const bulkRows = 200;

const minute = 60_000;
const hour = 3_600_000;

/** Rows read since a moment (epoch milliseconds), by call. */
interface Count {
  since: number;
  rows: number;
  byCall: Map<string, number>;
}

/** What one person read in the running minute, what of it before the audit was not told of yet, and all of the hour. */
interface Reader {
  caller: Caller;
  minute: Count;
  untold: Count;
  past: { since: number; rows: number }[];
}

/**
 * Counts the rows of lists that people read from this process, minute by minute. Who reads much leaves one row a minute
 * in the audit at most; identity adds them up over all services. Who is leaving and has read the limit within an hour is given
 * no further list. The counts are this process's own: several replicas count apart, and one that dies forgets.
 */
export class ReadAudit implements ReadWatch {
  private readonly readers = new Map<string, Reader>();

  constructor(
    private readonly unitOfWork: Pick<UnitOfWork, 'write'>,
    /** Rows within an hour for people who are leaving. */
    private readonly leavingLimit: number,
    private readonly clock: () => number = Date.now,
  ) {}

  /** Throws exhausted mass-read for who is leaving and has read the limit within the last hour. */
  admit({ leaving, personId }: Caller): void {
    const reader = leaving ? this.readers.get(personId) : undefined;
    if (!reader) return;
    const now = this.clock();
    const past = reader.past.filter(({ since }) => now - since < hour);
    const sum = past.reduce((rows, one) => rows + one.rows, reader.minute.rows);
    if (sum < this.leavingLimit) return;
    const oldest = past[0]?.since ?? reader.minute.since;
    throw new AppError('exhausted', 'mass-read', {
      retryAfterSeconds: Math.ceil((oldest + hour - now) / 1000),
    });
  }

  listed(caller: Caller, call: string, rows: number): void {
    if (caller.kind !== 'person' || rows === 0) return;
    const now = this.clock();
    let reader = this.readers.get(caller.personId);
    if (!reader) {
      reader = { caller, minute: none(now), untold: none(now), past: [] };
      this.readers.set(caller.personId, reader);
    }
    reader.caller = caller;
    if (reader.minute.rows === 0) reader.minute.since = now;
    add(reader.minute, call, rows);
  }

  /** Writes what was read much in minutes that are over; with `all`, in running ones too. */
  async flush(all = false): Promise<void> {
    const now = this.clock();
    const writing: Promise<unknown>[] = [];
    for (const [id, reader] of this.readers) {
      const { caller, minute: read } = reader;
      if (read.rows > 0 && (all || now - read.since >= minute)) {
        if (reader.untold.rows === 0 || now - reader.untold.since >= hour) reader.untold = none(read.since);
        for (const [call, rows] of read.byCall) add(reader.untold, call, rows);
        reader.past.push({ since: read.since, rows: read.rows });
        reader.minute = none(now);
        if (reader.untold.rows >= bulkRows) {
          writing.push(this.tell(caller, reader.untold));
          reader.untold = none(now);
        }
      }
      reader.past = reader.past.filter(({ since }) => now - since < hour);
      if (reader.minute.rows === 0 && reader.past.length === 0) this.readers.delete(id);
    }
    await Promise.all(writing);
  }

  private tell(caller: Caller, { rows, byCall }: Count): Promise<unknown> {
    const calls = Object.fromEntries(byCall);
    return this.unitOfWork.write(auditCall(caller, 'bulk-read', ''), async (tx) =>
      tx.audit({ action: 'bulk-read', object: '', objectId: '', changes: { rows, calls } }),
    );
  }
}

function none(since: number): Count {
  return { since, rows: 0, byCall: new Map() };
}

function add(count: Count, call: string, rows: number): void {
  count.rows += rows;
  count.byCall.set(call, (count.byCall.get(call) ?? 0) + rows);
}
