import type { DataSource, EntityMetadata } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { serviceCall } from '@kontor/access/call';
import type { FieldQuality } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import { BackgroundLoop } from '@kontor/database/background-loop';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { contract, type FieldContract } from '@kontor/schema/contract';
import { hasCustomFields, isCustomHolder } from '@kontor/schema/custom-names';
import type { CustomFields } from './custom-fields.js';
import { customTable, entityOfObject } from './custom-table.js';
import { customPath } from './rules/custom-changes.js';
import { worthOf, type Worth, type Writing } from './rules/junk.js';

/** Records that are counted in one transaction, some 20 ms. */
const batchRows = 1_000;

/** Between two looks whether a count is due, in milliseconds. */
const pause = 60_000;

/** The hour of the company's day from which values are counted. */
const countHour = 3;

/** By field: how many values are empty, unknown and junk. */
type Counts = Record<string, Partial<Record<Worth, number>>>;

interface Standing {
  day: string;
  counted_to: string | null;
  counts: Counts & { records?: { good?: number } };
  done: boolean;
}

/** What the nightly count needs of a service. */
export interface FieldCountOptions {
  service: string;
  work: UnitOfWork;
  dataSource: DataSource;
  fields: CustomFields;
  companyTimeZone: string;
  onError: (error: unknown) => void;
}

/**
 * Counts every night what the values of an object's fields are worth, and tells identity. Batch by batch, each one
 * transaction with its progress and with the row of the object locked: any number of replicas may run, and a kill costs
 * one batch. What is changed while it runs is counted as it was met.
 */
export class FieldCount extends BackgroundLoop {
  /** Looks every minute, the first time after one: a service that starts has better things to do. */
  constructor(private readonly options: FieldCountOptions) {
    super((stopping) => this.run(stopping), pause, options.onError, { firstPause: pause });
  }

  /** Counts what is due: nothing before three in the morning of the company, nor twice in one day. */
  async run(stopping?: AbortSignal): Promise<void> {
    const objects = contract.objects().filter(({ name }) => hasCustomFields(name));
    for (const { name } of objects) {
      const entity = entityOfObject(this.options.dataSource, name);
      // A copy of another service's records is counted where they are kept.
      if (!entity || !customTable(this.options.dataSource, name)) continue;
      while (!stopping?.aborted && (await this.step(name, entity)));
    }
  }

  /** One batch; false where nothing is due, or another replica is at it. */
  private async step(object: string, entity: EntityMetadata): Promise<boolean> {
    const { service, work } = this.options;
    let more = false;
    await work.write(serviceCall(service, 'count field values'), async (tx) => {
      const day = await this.dueDay(tx);
      if (!day) return {};
      await tx.query(
        `INSERT INTO field_count (object, day, counts, done) VALUES ($1, $2, '{}', false)
         ON CONFLICT (object) DO UPDATE SET day = excluded.day, counts = '{}', done = false, counted_to = NULL
           WHERE field_count.day < excluded.day AND field_count.done`,
        [object, day],
      );
      const [standing] = await tx.query<Standing>(
        `SELECT counted_to, counts, done FROM field_count WHERE object = $1 AND NOT done FOR UPDATE SKIP LOCKED`,
        [object],
      );
      if (standing) more = await this.countBatch(tx, object, entity, standing);
      return {};
    });
    return more;
  }

  private async countBatch(
    tx: Transaction,
    object: string,
    entity: EntityMetadata,
    { counted_to: from, counts }: Standing,
  ): Promise<boolean> {
    const plain = plainFields(object, entity);
    const columns = [...plain.keys(), 'custom'].map((name) => `"${columnOf(entity, name)}" AS "${name}"`);
    const rows = await tx.query<{ id: string; custom: Record<string, unknown> | null }>(
      `SELECT id, ${columns.join(', ')} FROM ${entity.tableName}
       WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT ${batchRows}`,
      [from],
    );
    const custom = this.options.fields.of(object).filter(({ retired }) => !retired);
    for (const row of rows) {
      add(counts, 'records', 'good');
      for (const [name, writing] of plain)
        add(counts, name, worthOf((row as Record<string, unknown>)[name], writing));
      for (const { key, type } of custom)
        add(counts, customPath(key), worthOf(row.custom?.[key], free.has(type) ? 'free' : 'given'));
    }
    const done = rows.length < batchRows;
    await tx.query('UPDATE field_count SET counted_to = $2, counts = $3, done = $4 WHERE object = $1', [
      object,
      rows.at(-1)?.id ?? from,
      JSON.stringify(counts),
      done,
    ]);
    if (done) tell(tx, object, counts, [...plain.keys(), ...custom.map(({ key }) => customPath(key))]);
    return !done;
  }

  /** The day of the company whose count is due, by the database's clock. */
  private async dueDay(tx: Transaction): Promise<string | undefined> {
    const [clock] = await tx.query<{ day: string; hour: number }>(
      `SELECT to_char(local, 'YYYY-MM-DD') AS day, extract(hour FROM local)::int AS hour
       FROM (SELECT clock_timestamp() AT TIME ZONE $1 AS local) AS clock`,
      [this.options.companyTimeZone],
    );
    return clock && clock.hour >= countHour ? clock.day : undefined;
  }
}

/** Custom fields that people write into as they like. */
const free: ReadonlySet<string> = new Set(['text', 'multiline']);

/** Fields of the contract that people fill in as text or lists, and that stand in a column; and how they are written. */
function plainFields(object: string, entity: EntityMetadata): Map<string, Writing> {
  const known = contract.object(object);
  const fields = (known ? contract.fields(known.message) : [])
    .filter(
      (field) =>
        !field.rules.outputOnly &&
        !isCustomHolder(field) &&
        (field.repeated || (field.type === 'text' && field.rules.format !== 'uuid')) &&
        entity.columns.some(({ propertyName }) => propertyName === field.name),
    )
    .map((field): [string, Writing] => [field.name, writingOf(field)]);
  return new Map(fields);
}

/** Ids of other systems are what they are there. */
function writingOf({ name, type, rules }: FieldContract): Writing {
  if (name === 'phones' || name === 'addresses') return name;
  return type === 'text' && !rules.format && !name.endsWith('Id') ? 'free' : 'given';
}

function columnOf(entity: EntityMetadata, property: string): string {
  return entity.columns.find(({ propertyName }) => propertyName === property)?.databaseName ?? property;
}

function add(counts: Counts, field: string, worth: Worth): void {
  const of = (counts[field] ??= {});
  of[worth] = (of[worth] ?? 0) + 1;
}

function tell(tx: Transaction, object: string, counts: Counts, names: readonly string[]): void {
  const records = String(counts['records']?.good ?? 0);
  const fields = names.map((field): FieldQuality => {
    const { empty = 0, unknown = 0, junk = 0 } = counts[field] ?? {};
    return {
      object,
      field,
      records,
      empty: String(empty),
      unknown: String(unknown),
      junk: String(junk),
      countTime: tx.now,
    };
  });
  tx.emit('kontor.identity.v1.FieldQualityMeasured', { id: uuidv7(), version: 1 }, { object, fields });
}
