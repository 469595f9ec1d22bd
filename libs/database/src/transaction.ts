import type { DataSource } from 'typeorm';
import type { EventTypes } from '@kontor/contracts/gen/events';
import { AppError } from '@kontor/errors/app-error';
import type { Call } from '@kontor/access/call';
import type { Organisation, Reach } from '@kontor/access/organisation';
import type { Rights } from '@kontor/access/rights';
import { predicate, reached, type RowAccess } from '@kontor/access/row-policy';
import { ActedFor } from './acted-for.js';
import { differences, type AuditEntry } from './audit.js';
import { columnValue, tableOf, withoutNulls, type EntityTable } from './entity-table.js';
import type { EntityClass } from './guarded.js';
import { loneSelect, plainSelect, type CallerSettings } from './lone-select.js';
import { firstSelect, type FirstRows } from './first-select.js';
import { asNamed, beyondReach, nameView } from './name-select.js';
import { newId } from './new-id.js';
import { outboxRow, type Aggregate } from './outbox.js';
import type { PendingWrites } from './pending-writes.js';

/** A row that can be told from its siblings. */
export interface Identified {
  id: string;
}

/** Columns that the unit of work fills itself. */
type Kept = 'id' | 'version' | 'etag' | 'createTime' | 'updateTime';

/** A new row: what the unit of work fills itself may be left out. */
export type NewRow<E> = Omit<E, Kept & keyof E> & Partial<Pick<E, Kept & keyof E>>;

/** How a statement is sent that is a transaction by itself. */
export interface LoneRead {
  settings: CallerSettings;
  run: Run;
}

/** Sends a statement within the transaction. */
export type Run = <R extends object>(text: string, values: unknown[]) => Promise<R[]>;

/** A lock in the tail of a SELECT: only what may be changed is locked. */
const locks = /\bFOR (NO KEY |KEY )?(UPDATE|SHARE)\b/;

/**
 * The rows of a service within one transaction, as one caller may see and change them. Reads are sent at
 * once; writes are kept and sent together with the commit. Every change leaves an audit row.
 */
export class Transaction {
  /** The moment of this unit of work, RFC 3339 in UTC. */
  readonly now: string;
  private derived = 0;
  private readonly reaches = new Map<string, Reach>();
  private readonly actedFor: ActedFor;
  private readonly access: RowAccess;

  constructor(
    readonly call: Call,
    /** Who reports to whom and which role reaches how far, as this service knows it now. */
    readonly organisation: Organisation,
    /** Name of the service whose rows these are. */
    readonly service: string,
    private readonly dataSource: DataSource,
    readonly run: Run,
    private readonly pending: PendingWrites,
    /** Makes ids of emitted events from the event that is handled, so that handling it again makes the same. */
    private readonly eventIds?: (index: number) => string,
    /** Where the unit of work is one statement: how it is sent without a transaction around it. */
    readonly lone?: LoneRead,
    /** Nothing is changed in it: then the audit, which says in whose place records were reached, has nothing to say. */
    private readonly reads = false,
  ) {
    this.now = new Date().toISOString();
    this.access = { caller: call.caller, reach: (object) => this.reach(object) };
    this.actedFor = new ActedFor(call.caller, organisation, run, pending, Date.parse(this.now));
  }

  /** Which records of an object, by the name that rights call it, the caller reaches now. */
  reach(object: string): Reach {
    let reach = this.reaches.get(object);
    if (!reach) {
      reach = this.organisation.reach(this.call.caller, object, Date.parse(this.now));
      this.reaches.set(object, reach);
    }
    return reach;
  }

  /** What people with these roles may see, whoever calls: for what is written to them. */
  rightsOfRoles(roles: readonly string[]): Rights {
    return this.organisation.rights(roles);
  }

  /** Whether the caller reaches the records of an object that a person owns. */
  reachesOwner(object: string, personId: string): boolean {
    const { owners } = this.reach(object);
    return owners === 'all' || owners.includes(personId);
  }

  /** The row, or AppError not_found when there is none that the caller may see. */
  async get<E extends object>(entity: EntityClass<E>, id: string): Promise<E> {
    return (await this.find(entity, id)) ?? this.missing(entity);
  }

  /** Like get(), and nobody else changes the row until this transaction ends. */
  getForUpdate<E extends object>(entity: EntityClass<E>, id: string): Promise<E> {
    return this.getLocked(entity, id, 'FOR NO KEY UPDATE OF r');
  }

  /** Like get(), of a row that the caller may change, to hang another one on it; others may change it meanwhile. */
  getParent<E extends object>(entity: EntityClass<E>, id: string): Promise<E> {
    return this.getLocked(entity, id, 'FOR KEY SHARE OF r');
  }

  private async getLocked<E extends object>(entity: EntityClass<E>, id: string, lock: string): Promise<E> {
    const [row] = await this.select(entity, 'r.id = $1', [id], lock);
    if (row) return row;
    // What is shared for reading is there, and yet not to be changed.
    if (await this.find(entity, id)) throw new AppError('forbidden', 'shared-for-reading');
    return this.missing(entity);
  }

  /** The row, or undefined when there is none that the caller may see. */
  async find<E extends object>(entity: EntityClass<E>, id: string): Promise<E | undefined> {
    return (await this.select(entity, 'r.id = $1', [id]))[0];
  }

  /**
   * Rows that match and that the caller may see; with a lock in `tail` (order, limit, lock), that the caller may change.
   * The table is `r`; `params` fill $1, $2, … By `first`, the same order and limit, indexes find rows of several owners.
   */
  async select<E extends object>(
    entity: EntityClass<E>,
    where: string,
    params: readonly unknown[],
    tail = '',
    first?: FirstRows,
  ): Promise<E[]> {
    const table = tableOf(this.dataSource, entity);
    const values = [...params];
    const found = first && firstSelect(table, this.access, where, first, values);
    const rows = await (found ? this.run<E>(found, values) : this.scan<E>(table, where, values, tail));
    if (table.nullableProperties.length > 0) for (const row of rows) withoutNulls(row, table);
    if (!this.reads) await this.actedFor.read(table, rows);
    return rows;
  }

  /**
   * The fields that the caller sees of records beyond reach; undefined where those stay hidden, and where none is
   * beyond: then selectNames() is select().
   */
  namesOf<E extends object>(entity: EntityClass<E>): readonly string[] | undefined {
    const { policy } = tableOf(this.dataSource, entity);
    if (policy.kind !== 'owned' || this.call.caller.kind !== 'person') return undefined;
    const { owners, names } = this.reach(policy.object);
    return owners === 'all' ? undefined : names;
  }

  /** Like find(), and by a few fields only if the row lies beyond reach; see selectNames(). */
  async findName<E extends object>(entity: EntityClass<E>, id: string): Promise<E | undefined> {
    return (await this.selectNames(entity, 'r.id = $1', [id]))[0];
  }

  /**
   * Like select(), and also rows beyond the caller's reach where roles show those by a few fields (namesOf): of these
   * only the columns of the view leave the database, the other properties are absent, and isNameOnly() knows them. A
   * condition tells about what it asks: `where` and `tail` may only name fields of the view. Locks nothing.
   */
  async selectNames<E extends object>(
    entity: EntityClass<E>,
    where: string,
    params: readonly unknown[],
    tail = '',
  ): Promise<E[]> {
    const names = this.namesOf(entity);
    if (!names) return this.select(entity, where, params, tail);
    const table = tableOf(this.dataSource, entity);
    const values = [...params];
    const within = `${predicate(table.policy, this.access, 'r', values, 'read')} AND (${reached('r', table.policy)})`;
    const view = nameView(table, names, within);
    const rows = await beyondReach<E>(
      this,
      { ...view, table: table.name, where: `(${where})`, tail },
      values,
    );
    return rows.map((row) => asNamed(withoutNulls(row, table), names));
  }

  /** The number of rows that selectNames() would give. */
  async countNames<E extends object>(
    entity: EntityClass<E>,
    where: string,
    params: readonly unknown[],
  ): Promise<number> {
    const { name } = tableOf(this.dataSource, entity);
    const values = [...params];
    const names = this.namesOf(entity);
    const visible = names ? 'TRUE' : this.visible(entity, 'r', values);
    const parts = {
      columns: 'count(*)::int AS total',
      table: name,
      where: `(${where}) AND ${visible}`,
      tail: '',
    };
    const rows = await (names
      ? beyondReach<{ total: number }>(this, parts, values)
      : this.run<{ total: number }>(plainSelect(parts), values));
    return rows[0]?.total ?? 0;
  }

  /** Condition, for query(), that keeps the rows of `alias` that the caller may see. Appends to `params`. */
  visible<E>(entity: EntityClass<E>, alias: string, params: unknown[]): string {
    return predicate(tableOf(this.dataSource, entity).policy, this.access, alias, params, 'read');
  }

  /** Any other statement. Row-level security still hides what the caller may not see. */
  query<R extends object>(text: string, params: unknown[] = []): Promise<R[]> {
    return this.run<R>(text, params);
  }

  /** Adds a row and returns it whole: id (UUIDv7), version 1 and times are filled where left out. */
  insert<E extends object>(entity: EntityClass<E>, row: NewRow<E>): E {
    const table = tableOf(this.dataSource, entity);
    const whole = { ...row, id: (row as Partial<Identified>).id ?? newId() } as Record<string, unknown>;
    if (table.versioned) Object.assign(whole, { version: 1, etag: '1' });
    for (const { property } of table.columns) {
      if ((property === 'createTime' || property === 'updateTime') && whole[property] === undefined) {
        whole[property] = this.now;
      }
    }
    this.pending.insert(
      table,
      table.columns.map((column) => columnValue(whole, column)),
    );
    this.actedFor.made(table, whole);
    this.auditChange(table, 'create', whole, undefined);
    return whole as E;
  }

  /**
   * Changes a row that was read in this transaction, and returns it as it will stand. Only if it still has the
   * version read: otherwise the whole unit of work fails as a conflict. Keys with the value undefined become NULL.
   */
  update<E extends Identified>(entity: EntityClass<E>, before: E, changes: Partial<E>): E {
    const table = tableOf(this.dataSource, entity);
    const version = (before as { version?: number }).version ?? 0;
    const after = { ...before, ...changes } as Record<string, unknown>;
    if (table.columns.some(({ property }) => property === 'updateTime')) after.updateTime = this.now;
    if (table.versioned) Object.assign(after, { version: version + 1, etag: String(version + 1) });
    const written = table.columns.filter(({ property }) => property in changes || property === 'updateTime');
    const values = written.map((column) => columnValue(after, column));
    const assignments = written.map(({ column, type }, i) => `${column} = $${i + 1}::${type}`);
    if (table.versioned) assignments.push('version = r.version + 1');
    let where = `r.id = $${values.push(before.id)}::uuid`;
    if (table.versioned) where += ` AND r.version = $${values.push(version)}`;
    where += ` AND ${predicate(table.policy, this.access, 'r', values, 'write')}`;
    this.pending.guarded(`UPDATE ${table.name} r SET ${assignments.join(', ')} WHERE ${where}`, values);
    this.auditChange(table, 'update', after, differences(before, changes));
    return after as E;
  }

  /** Removes a row that was read in this transaction, if it still has the version read; see update(). */
  delete<E extends Identified>(entity: EntityClass<E>, row: E): void {
    const table = tableOf(this.dataSource, entity);
    const values: unknown[] = [row.id];
    let where = 'r.id = $1::uuid';
    if (table.versioned) where += ` AND r.version = $${values.push((row as { version?: number }).version)}`;
    where += ` AND ${predicate(table.policy, this.access, 'r', values, 'write')}`;
    this.pending.guarded(`DELETE FROM ${table.name} r WHERE ${where}`, values);
    this.auditChange(table, 'delete', row as Record<string, unknown> & E, undefined);
  }

  /** Tells the other services, if and only if this unit of work is committed. */
  emit<K extends keyof EventTypes>(type: K, aggregate: Aggregate, event: EventTypes[K]): void {
    const id = this.eventIds?.(this.derived++);
    this.pending.emit(outboxRow(this.service, this.call, type, aggregate, event, id));
  }

  /** An audit row for what is no change of a row: an export, a bulk read. Changes leave theirs by themselves. */
  audit(entry: AuditEntry): void {
    this.pending.audit(entry);
  }

  private auditChange(table: EntityTable, action: string, row: object, changes?: object): void {
    if (!table.audited) return;
    const { id, version } = row as { id: string; version?: number };
    this.pending.audit({ action, object: table.name, objectId: id, version, changes });
  }

  private scan<E extends object>(table: EntityTable, condition: string, values: unknown[], tail: string) {
    const where = `(${condition}) AND ${predicate(table.policy, this.access, 'r', values, locks.test(tail) ? 'write' : 'read')}`;
    const parts = { columns: table.selectList, table: table.name, where, tail };
    if (!this.lone) return this.run<E>(plainSelect(parts), values);
    return this.lone.run<E>(loneSelect(parts, this.lone.settings, values), values);
  }

  private missing<E>(entity: EntityClass<E>): never {
    const object = tableOf(this.dataSource, entity).name.replaceAll('_', '-');
    throw new AppError('not_found', `${object}-not-found`);
  }
}
