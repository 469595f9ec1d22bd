import pg from 'pg';
import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { columnTypeOf, columnValueSql } from './custom-query-fields.js';
import type { CustomFields } from './custom-fields.js';
import { searchColumn } from './rules/search-column.js';

/** How often is looked for fields that became searchable, in milliseconds. */
const pause = 5_000;

/** Rows that are filled in one transaction: a user who waits for one of them waits some ten milliseconds. */
const batchRows = 2_000;

/** Any number that no one else uses for an advisory lock in a service's database. */
export const searchColumnTurn = 7_263_030;

/** Settings of the service that makes columns. */
export interface SearchColumnsOptions {
  /** The database as its owner: the role that runs changes no table. */
  ownerUrl: string;
  fields: CustomFields;
  /** The table of an object's records in this service; undefined where it has none. */
  tableOf: (object: string) => string | undefined;
  onError: (error: unknown) => void;
}

/**
 * Gives fields that administrators call searchable a column and an index of their own. An index on an expression over
 * jsonb would not serve filters: behind row-level security Postgres uses an index only with leakproof operators, which
 * those of jsonb are not. A trigger fills the column; what is there already is filled in batches. Each step is noted in
 * `search_column` and can be done again, so that a kill at any moment costs one step. Lists use the column when it is
 * ready; until then they read `custom`.
 */
export class SearchColumns extends BackgroundLoop {
  /** Seen to be there by this process; what a change of type took away is not ready any more. */
  private readonly known = new Set<string>();

  constructor(private readonly options: SearchColumnsOptions) {
    super((stopping) => this.run(stopping), pause, options.onError);
  }

  /** Makes what is wanted and not there, unless another replica is at it. Without news it does not even connect. */
  async run(stopping?: AbortSignal): Promise<void> {
    const { fields } = this.options;
    const wanted = fields
      .all()
      .filter(
        (field) =>
          field.searchable &&
          !field.changing &&
          !(this.known.has(field.id) && fields.isReady(field)) &&
          this.options.tableOf(field.object),
      );
    if (wanted.length === 0) return;
    const owner = new pg.Client({ connectionString: this.options.ownerUrl });
    // The statements tell of a lost connection; without a listener it would end the process.
    owner.on('error', () => undefined);
    await owner.connect();
    try {
      const { rows } = await owner.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [
        searchColumnTurn,
      ]);
      if (!rows[0]?.mine) return;
      await owner.query(`SET lock_timeout = '2s'; SET kontor.reach = 'service'; SET TimeZone = 'UTC'`);
      for (const field of wanted) {
        await this.make(owner, field, this.options.tableOf(field.object) ?? '', stopping);
        this.known.add(field.id);
      }
    } finally {
      await owner.end();
    }
  }

  private async make(
    owner: pg.Client,
    field: CustomField,
    table: string,
    stopping?: AbortSignal,
  ): Promise<void> {
    const at = [field.object, field.key];
    await owner.query(
      `INSERT INTO search_column (object, key, state) VALUES ($1, $2, 'filling') ON CONFLICT DO NOTHING`,
      at,
    );
    const { rows } = await owner.query<{ state: string; filled_to: string | null }>(
      'SELECT state, filled_to FROM search_column WHERE object = $1 AND key = $2',
      at,
    );
    const [{ state = '', filled_to: from = null } = {}] = rows;
    if (state === 'ready') return;
    if (state === 'filling') {
      await this.addColumn(owner, field, table);
      await this.fill(owner, field, table, from, stopping);
    }
    await makeIndex(owner, field, table);
    await owner.query(
      `WITH ready AS (UPDATE search_column SET state = 'ready' WHERE object = '${field.object}' AND key = '${field.key}')
       UPDATE custom_field_version SET version = version + 1`,
    );
  }

  /** One transaction: from its end every write fills the column. */
  private async addColumn(owner: pg.Client, field: CustomField, table: string): Promise<void> {
    const column = `"${searchColumn(field.key)}"`;
    await owner.query(`BEGIN;
      ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${column} ${columnTypeOf(field.type)};
      ${await fillingSql(owner, field.object, table)}
      COMMIT`);
  }

  private async fill(
    owner: pg.Client,
    field: CustomField,
    table: string,
    from: string | null,
    stopping?: AbortSignal,
  ): Promise<void> {
    let last = from;
    while (!stopping?.aborted) {
      const { rows } = await owner.query<{ id: string }>(
        `WITH batch AS MATERIALIZED (
           SELECT id, coalesce(custom ? $2, false) AS has FROM ${table}
           WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT ${batchRows}),
         filled AS (UPDATE ${table} r SET custom = custom FROM batch WHERE batch.has AND r.id = batch.id)
         UPDATE search_column SET filled_to = (SELECT id FROM batch ORDER BY id DESC LIMIT 1)
         WHERE object = $3 AND key = $2 AND EXISTS (SELECT FROM batch) RETURNING filled_to AS id`,
        [last, field.key, field.object],
      );
      if (rows.length === 0) return;
      last = rows[0]?.id ?? null;
    }
    throw new Error('stopped while a column was filled; the next start goes on');
  }
}

/** What a run that was killed left half made is taken away first. */
async function makeIndex(owner: pg.Client, { key }: CustomField, table: string): Promise<void> {
  const index = `"custom.${table.slice(0, 15)}.${key}"`;
  const { rows } = await owner.query<{ valid: boolean }>(
    'SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass($1)',
    [index],
  );
  const column = `"${searchColumn(key)}"`;
  // Waiting for transactions that began before is no fault here.
  await owner.query('SET lock_timeout = 0');
  if (rows[0]?.valid === false) await owner.query(`DROP INDEX CONCURRENTLY ${index}`);
  if (!rows[0]?.valid) {
    await owner.query(`CREATE INDEX CONCURRENTLY ${index} ON ${table} (${column}, id)`);
  }
  await owner.query(`SET lock_timeout = '2s'`);
  await owner.query(`ANALYZE ${table} (${column})`);
}

/** What fills the columns of an object's searchable fields, but for one that is to go. */
async function fillingSql(owner: pg.Client, object: string, table: string, without = ''): Promise<string> {
  // As the database has them: what this process knows may be older than another column.
  const { rows } = await owner.query<Pick<CustomField, 'key' | 'type'>>(
    `SELECT s.key, c.field ->> 'type' AS type FROM search_column s
     JOIN custom_field_copy c ON c.field ->> 'object' = s.object AND c.field ->> 'key' = s.key
     WHERE s.object = $1 AND s.key <> $2 ORDER BY s.key`,
    [object, without],
  );
  const filled = rows.map((one) => `NEW."${searchColumn(one.key)}" := ${columnValueSql(one, 'NEW.custom')};`);
  return `CREATE OR REPLACE FUNCTION ${table}_custom_columns() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN ${filled.join('\n')} RETURN NEW; END $$;
    CREATE OR REPLACE TRIGGER custom_columns BEFORE INSERT OR UPDATE OF custom ON ${table}
      FOR EACH ROW WHEN (NEW.custom IS NOT NULL) EXECUTE FUNCTION ${table}_custom_columns();
    CREATE OR REPLACE TRIGGER custom_columns_cleared BEFORE UPDATE OF custom ON ${table}
      FOR EACH ROW WHEN (NEW.custom IS NULL) EXECUTE FUNCTION ${table}_custom_columns();`;
}

/**
 * Takes away the column of a field with its index, in one transaction; nothing where it has none. It is made anew when it is
 * wanted again. Whoever calls this holds `searchColumnTurn`.
 */
export async function dropSearchColumn(
  owner: pg.Client,
  { object, key }: { object: string; key: string },
  table: string,
): Promise<void> {
  const { rows } = await owner.query('SELECT FROM search_column WHERE object = $1 AND key = $2', [
    object,
    key,
  ]);
  if (rows.length === 0) return;
  await owner.query(`BEGIN;
    ${await fillingSql(owner, object, table, key)}
    DELETE FROM search_column WHERE object = '${object}' AND key = '${key}';
    ALTER TABLE ${table} DROP COLUMN IF EXISTS "${searchColumn(key)}";
    UPDATE custom_field_version SET version = version + 1;
    COMMIT`);
}
