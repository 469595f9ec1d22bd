import { setTimeout as sleep } from 'node:timers/promises';
import { aimedImportRows } from './aims.ts';
import { cpuSeconds, perThousand, type CpuSeconds } from './cpu.ts';
import type { Kontor } from './kontor.ts';
import type { Outcome } from './outcome.ts';
import type { Side } from './side.ts';
import { median } from './statistics.ts';

const columns = [
  { column: 'Company', field: 'name' },
  { column: 'Phone', field: 'phone' },
  { column: 'City', field: 'city' },
  { column: 'Id', field: 'externalId' },
];

/** How long an import may take. */
const limitMs = 600_000;

interface ImportFigures {
  rowsPerSecond: number;
  cpu: CpuSeconds;
}

/** Rows a second from the first byte of the upload until the last row is committed, both sides in turn. */
export async function measureImports(
  kontor: Kontor,
  bound: Side,
  rows: number,
  rounds: number,
): Promise<Outcome> {
  const found = { kontor: [] as ImportFigures[], bound: [] as ImportFigures[] };
  for (let round = 0; round < rounds; round++) {
    const source = `bench-${Date.now()}`;
    const file = importFile(rows, filesMade++);
    found.kontor.push(await timed(kontor, rows, () => importIntoKontor(kontor, file, source, rows)));
    found.bound.push(await timed(bound, rows, () => importIntoBound(bound, file, rows)));
  }
  const ours = middle(found.kontor);
  const theirs = middle(found.bound);
  return {
    bench: 'import',
    title: `import of ${rows.toLocaleString('en')} rows of CSV`,
    connections: 1,
    unit: 'rows/s',
    kontor: ours.rowsPerSecond,
    bound: theirs.rowsPerSecond,
    ratio: ours.rowsPerSecond / theirs.rowsPerSecond,
    aim: `≥ ${aimedImportRows} rows/s`,
    met: ours.rowsPerSecond >= aimedImportRows,
    cpu: ours.cpu,
    boundCpu: theirs.cpu,
  };
}

/** Files made so far by this process. */
let filesMade = 0;

/**
 * A file of customers such as a company exports them, as CSV in UTF-8. Those of different `edition`s share no name and
 * no phone: their rows would be refused as duplicates.
 */
export function importFile(rows: number, edition: number): string {
  const cities = ['Berlin', 'Санкт-Петербург', '上海', 'Leipzig'];
  const lines = Array.from({ length: rows }, (_, i) => {
    const number = edition * rows + i;
    return `"Imported, ${number} Ltd",+49 30 ${90_000_000 + number},${cities[i % cities.length]},X${i}`;
  });
  return ['Company,Phone,City,Id', ...lines, ''].join('\r\n');
}

async function timed(side: Side, rows: number, work: () => Promise<void>): Promise<ImportFigures> {
  const before = cpuSeconds(side.processes());
  const begun = performance.now();
  await work();
  const seconds = (performance.now() - begun) / 1000;
  // Events of the new customers go out in their own time; their price is counted, their time is not.
  await side.settle();
  return { rowsPerSecond: rows / seconds, cpu: perThousand(before, cpuSeconds(side.processes()), rows) };
}

async function importIntoKontor(kontor: Kontor, file: string, source: string, rows: number): Promise<void> {
  const form = new FormData();
  form.set('columns', JSON.stringify(columns));
  form.set('source', source);
  form.set('country', 'DE');
  form.set('file', new Blob([file], { type: 'text/csv' }), 'customers.csv');
  const { id } = await kontor.people.colleague.form<{ id: string }>('/v1/customers:import', form);
  const headers = await kontor.headers('colleague');
  for (const end = Date.now() + limitMs; Date.now() < end; await sleep(50)) {
    const response = await fetch(`${kontor.url}/v1/imports/${id}`, { headers });
    const run = (await response.json()) as { state: string; rowsCreated: number; failure: string };
    if (run.state === 'done' && run.rowsCreated === rows) return;
    if (run.state !== 'done' && run.state !== 'queued' && run.state !== 'running')
      throw new Error(`The import is ${run.state}: ${run.failure}`);
    if (run.state === 'done')
      throw new Error(`The import made ${run.rowsCreated} customers of ${rows} rows.`);
  }
  throw new Error(`The import took more than ${limitMs / 1000} s.`);
}

async function importIntoBound(bound: Side, file: string, rows: number): Promise<void> {
  const headers = { ...(await bound.headers('colleague')), 'content-type': 'text/csv' };
  const response = await fetch(`${bound.url}/v1/customers:import`, { method: 'POST', headers, body: file });
  const text = await response.text();
  const { rowsCreated } = (response.ok ? JSON.parse(text) : {}) as { rowsCreated?: number };
  if (rowsCreated !== rows)
    throw new Error(`The bound's import was answered with ${response.status}: ${text}`);
}

function middle(figures: ImportFigures[]): ImportFigures {
  const processes = Object.keys(figures[0]?.cpu ?? {});
  return {
    rowsPerSecond: median(figures.map((one) => one.rowsPerSecond)),
    cpu: Object.fromEntries(
      processes.map((name) => [name, median(figures.map((one) => one.cpu[name] ?? 0))]),
    ),
  };
}
