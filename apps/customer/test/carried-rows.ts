import type { TestService } from '@kontor/testing/service';

type Row = Record<string, unknown>;

/** What becomes of the rows of a column that names customers when one is merged into another. */
export type Decision = 'moves' | 'stands back' | 'stays' | 'remade';

/**
 * Every column that names a customer. `moves`: to the winner, and home by an undo. `stands back`: the same, but where the
 * winner has such a row, that one stands. `stays`: names the loser for good. `remade`: by its own rule.
 */
export const decisions: Readonly<Record<string, Decision>> = {
  'contact.customer_id': 'moves',
  'conversion.customer_id': 'moves',
  'conversion.told_customer_id': 'stays',
  'contact_preference.customer_id': 'stands back',
  'customer_merge.winner_id': 'moves',
  'dossier_read.customer_id': 'stands back',
  'exchange_call.customer_id': 'moves',
  'file.customer_id': 'moves',
  'important_day.customer_id': 'moves',
  'interaction.customer_id': 'moves',
  'match_key.customer_id': 'remade',
  'open_deal.customer_id': 'moves',
  'ownership_change.customer_id': 'moves',
  'planned_visit.customer_id': 'stands back',
  'pool_claim.customer_id': 'moves',
  'reclaim_warning.customer_id': 'stands back',
  'rotation_item.customer_id': 'stands back',
  'search_document.customer_id': 'remade',
  'segment_change.customer_id': 'moves',
  'segment_member.customer_id': 'stands back',
  'segment_snapshot_member.customer_id': 'stays',
  'stage_change.customer_id': 'stays',
  'touch.customer_id': 'moves',
  'web_submission.customer_id': 'moves',
};

/** Values for columns that a test does not care about, by their types. */
const anything: Readonly<Record<string, string>> = {
  uuid: 'uuidv7()',
  text: `''`,
  jsonb: `'[]'`,
  boolean: 'false',
  integer: '0',
  numeric: '0',
  bigint: '0',
  date: 'current_date',
  'timestamp with time zone': 'now()',
};

/** Rows of any table, written and read as the service itself. */
export function carriedRows(service: TestService) {
  const rows = service.rows;

  /** Adds a row with what it must have, and returns it. */
  const make = async (table: string, facts: Row): Promise<Row> => {
    const needed = await rows<{ name: string; type: string }>(
      `SELECT column_name AS name, data_type AS type FROM information_schema.columns
       WHERE table_schema = current_schema() AND table_name = $1 AND is_nullable = 'NO' AND column_default IS NULL
         AND is_generated = 'NEVER'`,
      [table],
    );
    const open = needed.filter(({ name }) => !(name in facts));
    const given = Object.keys(facts);
    const columns = [...given, ...open.map(({ name }) => name)].map((name) => `"${name}"`).join(', ');
    const values = [
      ...given.map((name) => `(jsonb_populate_record(NULL::${table}, $1::jsonb))."${name}"`),
      ...open.map(({ type }) => anything[type] ?? 'NULL'),
    ].join(', ');
    const [made] = await rows<{ row: Row }>(
      `INSERT INTO ${table} AS t (${columns}) SELECT ${values} WHERE $1::jsonb IS NOT NULL
       RETURNING to_jsonb(t) AS row`,
      [JSON.stringify(facts)],
    );
    return made?.row ?? {};
  };

  /** The rows of a table that name one of these customers, in a set order. */
  const dump = async (column: string, ids: readonly string[]): Promise<Row[]> => {
    const [table, name] = column.split('.');
    const found = await rows<{ row: Row }>(
      `SELECT to_jsonb(t) AS row FROM ${table} t WHERE ${name} = ANY ($1::uuid[]) ORDER BY to_jsonb(t)::text`,
      [ids],
    );
    return found.map(({ row }) => row);
  };

  /** Columns that name a customer: by their name, or by a foreign key. */
  const columnsOfCustomers = async (): Promise<string[]> => {
    const found = await rows<{ name: string }>(
      `SELECT c.table_name || '.' || c.column_name AS name FROM information_schema.columns c
       JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.column_name ~ '(^|_)customer_id$'
       UNION
       SELECT k.conrelid::regclass::text || '.' || a.attname FROM pg_constraint k
       JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
       WHERE k.contype = 'f' AND k.confrelid = 'customer'::regclass
       ORDER BY 1`,
    );
    return found.map(({ name }) => name);
  };

  return { rows, make, dump, columnsOfCustomers };
}
