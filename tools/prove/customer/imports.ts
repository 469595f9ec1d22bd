import { untilAnswered, type Person } from '../stage/person.ts';
import { until } from './team.ts';

/** What of an import proofs look at. */
export interface ImportRun {
  id: string;
  state: string;
  failure: string;
  rowsCreated: number;
  rowsUpdated: number;
  rowsUnchanged: number;
  rowsSkipped: number;
  rowsRejected: number;
  recordsUndone: number;
  recordsKept: number;
}

/** Uploads a CSV file; `columns` is heading → field. Resolves to the id of the import, which waits for its turn. */
export async function upload(
  person: Person,
  csv: string,
  columns: Record<string, string>,
  options: object = {},
): Promise<string> {
  const mapped = Object.entries(columns).map(([column, field]) => ({ column, field }));
  const border = `----${crypto.randomUUID()}`;
  const body = [
    `--${border}`,
    'content-disposition: form-data; name="columns"',
    '',
    JSON.stringify(mapped),
    ...Object.entries(options).flatMap(([name, value]) => [
      `--${border}`,
      `content-disposition: form-data; name="${name}"`,
      '',
      String(value),
    ]),
    `--${border}`,
    'content-disposition: form-data; name="file"; filename="proof.csv"',
    'content-type: text/csv; charset=utf-8',
    '',
    csv,
    `--${border}--`,
    '',
  ].join('\r\n');
  const headers = {
    'content-type': `multipart/form-data; boundary=${border}`,
    'idempotency-key': crypto.randomUUID(),
  };
  const { status, text } = await untilAnswered(() =>
    person.send({ method: 'POST', path: '/v1/customers:import', headers, body }),
  );
  if (status !== 202) throw new Error(`upload: ${status} ${text}`);
  return (JSON.parse(text) as { id: string }).id;
}

/** The import as it stands. */
async function importOf(person: Person, id: string): Promise<ImportRun> {
  const path = `/v1/imports/${id}`;
  const { status, text } = await untilAnswered(() => person.send({ method: 'GET', path }));
  if (status !== 200) throw new Error(`GET ${path}: ${status} ${text}`);
  return JSON.parse(text) as ImportRun;
}

/** Waits until an import has ended, or its undoing where that is under way. */
export async function ended(person: Person, id: string, patienceMs = 120_000): Promise<ImportRun> {
  let run = await importOf(person, id);
  const over = new Set(['done', 'failed', 'cancelled', 'undone']);
  await until(
    'the end of an import',
    async () => {
      run = await importOf(person, id);
      return over.has(run.state);
    },
    patienceMs,
  );
  return run;
}
