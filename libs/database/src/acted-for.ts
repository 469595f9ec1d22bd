import type { Caller } from '@kontor/access/caller';
import type { Organisation } from '@kontor/access/organisation';
import type { EntityTable } from './entity-table.js';
import { ownedRoot, ownersStatement } from './owners-statement.js';
import type { PendingWrites } from './pending-writes.js';

type Run = <R extends object>(text: string, values: unknown[]) => Promise<R[]>;

/**
 * Notes for the audit of one unit of work in whose place a substitute has come to records. Who stands in for nobody
 * pays nothing.
 */
export class ActedFor {
  private readonly known = new Map<string, ReturnType<Organisation['through']>>();

  constructor(
    private readonly caller: Caller,
    private readonly organisation: Organisation,
    private readonly run: Run,
    private readonly pending: PendingWrites,
    /** Epoch milliseconds. */
    private readonly now: number,
  ) {}

  /** Rows that were read. One that follows another is asked for the owner of that one. */
  async read({ name, policy }: EntityTable, rows: readonly object[]): Promise<void> {
    const root = ownedRoot(policy);
    const through = root && rows.length > 0 && this.through(root.object);
    if (!through) return;
    const ids = rows.map((row) => (row as { id: string }).id);
    const owners = await this.run<{ id: string; owner: string }>(ownersStatement(name, policy), [ids]);
    for (const { id, owner } of owners) this.pending.actsFor(id, through(owner));
  }

  /** A new row, which tells its owner itself. */
  made({ policy, columns }: EntityTable, row: Record<string, unknown>): void {
    if (policy.kind !== 'owned') return;
    const owner = columns.find(({ column }) => column === (policy.told ?? policy.column));
    const through = owner && this.through(policy.object);
    if (through) this.pending.actsFor(String(row.id), through(String(row[owner.property])));
  }

  private through(object: string): ReturnType<Organisation['through']> {
    if (!this.known.has(object)) {
      this.known.set(object, this.organisation.through(this.caller, object, this.now));
    }
    return this.known.get(object);
  }
}
