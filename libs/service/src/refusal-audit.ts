import type { Call } from '@kontor/access/call';
import type { Caller } from '@kontor/access/caller';
import type { AuditEntry } from '@kontor/database/audit';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import type { RefusedCall } from '@kontor/rpc/refused-call';

/** Refusals of one person that get a row of their own within a minute; further ones are counted into one row. */
const rowsPerMinute = 50;

const minute = 60_000;

interface Counted {
  caller: Caller;
  /** Start of the minute, epoch milliseconds. */
  since: number;
  written: number;
  /** Refusals beyond, by call. */
  beyond: Map<string, number>;
}

/**
 * Writes refusals into the audit, before the answer goes out. A flood fills no disk: beyond fifty a minute, person and
 * process they become one row with their number, which a process that dies takes along.
 */
export class RefusalAudit {
  private readonly people = new Map<string, Counted>();

  constructor(private readonly unitOfWork: Pick<UnitOfWork, 'write'>) {}

  async refused(refusal: RefusedCall, now = Date.now()): Promise<void> {
    const counted = await this.counted(refusal.caller, now);
    const { action, object, objectId, code, reason, fields, requestId, path } = refusal;
    if (counted.written >= rowsPerMinute) {
      counted.beyond.set(action, (counted.beyond.get(action) ?? 0) + 1);
      return;
    }
    counted.written++;
    const changes = { code, reason, ...(fields.length > 0 && { fields }) };
    await this.write(auditCall(refusal.caller, path, requestId), {
      ...{ action, object, objectId, changes, outcome: 'refused' },
    });
  }

  /** Writes what was counted in minutes that are over at `now`. */
  async flush(now = Date.now()): Promise<void> {
    const over = [...this.people.values()].filter(({ since }) => now - since >= minute);
    await Promise.all(over.map((counted) => this.close(counted)));
  }

  private async counted(caller: Caller, now: number): Promise<Counted> {
    const known = this.people.get(caller.personId);
    if (known && now - known.since < minute) return known;
    const counted = { caller, since: now, written: 0, beyond: new Map<string, number>() };
    // First of all, so that refusals that come meanwhile are counted in the new minute.
    if (known) this.people.delete(caller.personId);
    this.people.set(caller.personId, counted);
    if (known) await this.writeBeyond(known);
    return counted;
  }

  private async close(counted: Counted): Promise<void> {
    const { personId } = counted.caller;
    if (this.people.get(personId) === counted) this.people.delete(personId);
    await this.writeBeyond(counted);
  }

  private async writeBeyond({ caller, beyond }: Counted): Promise<void> {
    const count = [...beyond.values()].reduce((sum, one) => sum + one, 0);
    if (count === 0) return;
    const calls = Object.fromEntries(beyond);
    beyond.clear();
    await this.write(auditCall(caller, 'refusals', ''), {
      ...{ action: 'refusals', object: '', objectId: '', changes: { count, calls }, outcome: 'refused' },
    });
  }

  private write(call: Call, entry: AuditEntry): Promise<unknown> {
    return this.unitOfWork.write(call, async (tx) => tx.audit(entry));
  }
}

/** The call in whose name an audit row is written. No idempotency key: what is answered is decided already. */
export function auditCall({ onBehalfOf: _, ...caller }: Caller, method: string, requestId: string): Call {
  return {
    caller,
    method,
    requestId,
    language: caller.language,
    deadline: Date.now() + minute,
    fingerprint: '',
  };
}
