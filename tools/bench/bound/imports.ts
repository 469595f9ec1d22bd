import { once } from 'node:events';
import { parse, type Parser } from 'csv-parse';
import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { partitionOf } from './customers.ts';

/** Rows that one transaction takes. */
const batchRows = 1_000;

/** A row of the file: the columns that the benchmark's files have. */
interface FileRow {
  Company: string;
  Phone: string;
  City: string;
  Id: string;
}

interface Running {
  parser: Parser;
  done: Promise<number>;
}

const insertBatch = {
  name: 'insert-batch',
  text: `WITH given AS (
      SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[])
        AS t (id, name, phone, city, external_id)
    ), added AS (
      INSERT INTO customer (id, number, kind, name, status, channel, segment, phones, emails, website, addresses, city, note,
        owner_id, source, external_id, version, create_time, update_time)
      SELECT id, 'B-2026-' || nextval('customer_number'), 'CUSTOMER_KIND_COMPANY', name, 'CUSTOMER_STATUS_PROSPECT',
        'CHANNEL_IMPORT', '', jsonb_build_array(jsonb_build_object('raw', phone)), '[]', '',
        jsonb_build_array(jsonb_build_object('city', city)), city, '', $6::uuid, $7, external_id, 1, now(), now() FROM given
    )
    INSERT INTO outbox (id, partition, subject, type, aggregate, aggregate_id, version, person_id, request_id, payload)
    SELECT * FROM unnest($8::uuid[], $9::smallint[], $10::text[], $11::text[], $12::text[], $1::text[], $13::int[],
      $14::text[], $15::text[], $16::text[])`,
};

/** Imports of the bound: the file is parsed while it arrives, rows go in by batches with their events. */
export class BoundImports {
  readonly #pool: Pool;
  readonly #running = new Map<string, Running>();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Opens an import; its customers belong to `owner`. */
  create(owner: string): { id: string } {
    const id = uuidv7();
    const parser = parse({ columns: true });
    const done = this.#insertAll(id, parser, owner);
    // Whoever finishes the import hears of a failure.
    done.catch(() => {});
    this.#running.set(id, { parser, done });
    return { id };
  }

  /** Takes the next piece of the file. */
  async write(id: string, data: Buffer): Promise<object> {
    const parser = this.#of(id).parser;
    if (!parser.write(data)) await once(parser, 'drain');
    return {};
  }

  /** The file is whole: resolves when the last row is in. */
  async finish(id: string): Promise<{ id: string; rowsCreated: number }> {
    const { parser, done } = this.#of(id);
    parser.end();
    const rowsCreated = await done;
    this.#running.delete(id);
    return { id, rowsCreated };
  }

  #of(id: string): Running {
    const running = this.#running.get(id);
    if (!running) throw new Error('There is no such import.');
    return running;
  }

  async #insertAll(source: string, rows: AsyncIterable<FileRow>, owner: string): Promise<number> {
    let created = 0;
    let batch: FileRow[] = [];
    const flush = async (): Promise<void> => {
      await this.#insert(source, batch, owner);
      created += batch.length;
      batch = [];
    };
    for await (const row of rows) {
      batch.push(row);
      if (batch.length === batchRows) await flush();
    }
    if (batch.length > 0) await flush();
    return created;
  }

  async #insert(source: string, rows: FileRow[], owner: string): Promise<void> {
    const ids = rows.map(() => uuidv7());
    const same = <T>(value: T): T[] => rows.map(() => value);
    const payloads = rows.map((row, i) =>
      JSON.stringify({ id: ids[i], name: row.Company, city: row.City, ownerId: owner }),
    );
    await this.#pool.query({
      ...insertBatch,
      values: [
        ...[ids, rows.map((row) => row.Company), rows.map((row) => row.Phone), rows.map((row) => row.City)],
        ...[rows.map((row) => row.Id), owner, source, rows.map(() => uuidv7()), ids.map(partitionOf)],
        ...[
          same('kontor.customer.customer.v1.CustomerCreated'),
          same('kontor.customer.v1.CustomerCreated'),
          same('customer'),
        ],
        ...[same(1), same(owner), same(''), payloads],
      ],
    });
  }
}
