import type { Tallies } from '../claim.ts';
import type { Ledger, LedgerRecord } from '../faults/ledger.ts';
import type { Query, Stage } from '../stage/stage.ts';

/** A row of any audited table, by what the ledger knows of it. */
interface Row {
  id: string;
  version: number;
  name: string;
  note: string;
}

/**
 * First against second witness: every accepted command is in the databases (`accepted-commands-lost`), and nothing
 * beside them is (`effects-twice`).
 */
export async function checkLedger(stage: Stage, ledger: Ledger, tallies: Tallies): Promise<void> {
  await stage.database('customer', async (query) => {
    const owners = [ledger.owners];
    const customers = await query<Row>(
      'SELECT id, version, name, note FROM customer WHERE owner_id = ANY ($1)',
      owners,
    );
    compare(tallies, 'customer', customers, ledger.customers);
    const children = (table: string, text: string): Promise<Row[]> =>
      query<Row>(
        `SELECT t.id, t.version, t.${text} AS name, '' AS note FROM ${table} t JOIN customer c ON c.id = t.customer_id
         WHERE c.owner_id = ANY ($1)`,
        owners,
      );
    compare(tallies, 'contact', await children('contact', 'name'), onceWritten(ledger.contacts));
    compare(tallies, 'interaction', await children('interaction', 'content'), onceWritten(ledger.talks));
    await checkKeys(query, ledger, tallies);
  });
  const people = await stage.database('identity', (query) =>
    query<Row>(`SELECT id, version, name, '' AS note FROM person WHERE id = ANY ($1)`, [ledger.owners]),
  );
  compare(tallies, 'person', people, ledger.people);
}

type Expected = { id: string; version: number; name: string; note?: string };

function onceWritten(records: Map<string, LedgerRecord>): Map<string, Expected> {
  return new Map([...records.values()].map(({ id, text }) => [id, { id, name: text, version: 1 }]));
}

function compare(tallies: Tallies, what: string, rows: Row[], expected: Map<string, Expected>): void {
  const lost = tallies.of('accepted-commands-lost');
  const twice = tallies.of('effects-twice');
  const found = new Map(rows.map((row) => [row.id, row]));
  for (const { id, version, name, note = '' } of expected.values()) {
    const row = found.get(id);
    lost.tried(version);
    twice.tried(version);
    if (!row) lost.failed(`${what} ${id} is not there`);
    else if (row.version < version)
      lost.failed(`${what} ${id} has version ${row.version}, accepted ${version}`);
    else if (row.version > version)
      twice.failed(`${what} ${id} has version ${row.version}, accepted ${version}`);
    else if (row.name !== name || row.note !== note) lost.failed(`${what} ${id} is ${JSON.stringify(row)}`);
  }
  for (const row of rows) if (!expected.has(row.id)) twice.failed(`nobody was told of ${what} ${row.id}`);
}

/** Each key of an accepted command stands once, with its answer. */
async function checkKeys(query: Query, ledger: Ledger, tallies: Tallies): Promise<void> {
  const rows = await query<{ key: string }>(
    'SELECT key FROM idempotency WHERE key = ANY ($1) AND answer IS NOT NULL',
    [ledger.keys],
  );
  const kept = new Set(rows.map(({ key }) => key));
  for (const key of ledger.keys) {
    tallies.of('keys-kept').check(kept.has(key) ? undefined : `the answer under ${key} is not kept`);
  }
}
