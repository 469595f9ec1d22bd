import { earlier } from './aims.ts';
import type { CpuSeconds } from './cpu.ts';
import type { Machine } from './machine.ts';
import type { BenchOptions } from './options.ts';
import type { Outcome } from './outcome.ts';

/** One line of JSON for each outcome, numbers rounded to what they are worth. */
export function jsonLine(outcome: object): string {
  return JSON.stringify(outcome, (_key, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(4)) : value,
  );
}

/** The whole report in Markdown, which reads well in a terminal, too. */
export function report(outcomes: Outcome[], machine: Machine, options: BenchOptions): string {
  const missed = outcomes.filter(({ met }) => met === false).length;
  const judged = outcomes.filter(({ met }) => met !== undefined).length;
  return [
    '# Benchmark',
    '',
    `\`npm run bench\` (size ${options.size}: ${options.customers.toLocaleString('en')} customers, of which 1,000 belong to ` +
      `the salesperson who asks; ${options.rounds} runs of ${options.seconds} s on each side in turn, middle values). ` +
      `${judged - missed} of ${judged} aims met.`,
    '',
    'Kontor is driven through its public API with signed tokens, as it is shipped but for the rate limit. The bound beside it ' +
      'is a bare Fastify → grpc-js → pg program in two processes (`tools/bench/bound/`) that does the same insert of a row and ' +
      'its outbox row in one transaction, or the same select, on the same Postgres, without validation, rights, audit or ' +
      'idempotency. Times are in milliseconds. Load generator, both programs and the servers share the machine.',
    '',
    `Machine: ${machine.cores} cores (${machine.processor}), ${machine.memoryGib} GiB; Node ${machine.node}, ` +
      `Postgres ${machine.postgres} (${machine.durability}), nats-server ${machine.nats}.`,
    '',
    '## Figures',
    '',
    table(
      ['what', 'connections', 'unit', 'Kontor', 'bound', 'ratio', 'p50', 'p99', 'bound p99', 'aim', 'met'],
      outcomes.map((one) => [
        one.title,
        String(one.connections),
        one.unit,
        number(one.kontor),
        number(one.bound),
        one.ratio?.toFixed(2) ?? '',
        time(one.p50),
        time(one.p99),
        time(one.boundP99),
        one.aim ?? '',
        one.met === undefined ? '' : one.met ? 'yes' : 'no',
      ]),
    ),
    '',
    '## Processor time',
    '',
    'Seconds for 1,000 requests (or rows), children included, until the last event has gone out.',
    '',
    cpuTable(outcomes),
    '',
    '## Others',
    '',
    'Requests a second at 16 connections, measured earlier on a machine of this kind (2 cores): for the order of magnitude.',
    '',
    table(
      ['program', 'create', 'read', 'list of 50'],
      Object.entries(earlier).map(([name, { create, read, list }]) => [
        name,
        number(create),
        number(read),
        number(list),
      ]),
    ),
    '',
  ].join('\n');
}

function cpuTable(outcomes: Outcome[]): string {
  const processes = [...new Set(outcomes.flatMap(({ cpu }) => Object.keys(cpu)))];
  const boundProcesses = [...new Set(outcomes.flatMap(({ boundCpu }) => Object.keys(boundCpu ?? {})))];
  const sum = (cpu: CpuSeconds): number => Object.values(cpu).reduce((total, one) => total + one, 0);
  return table(
    [
      'what',
      'connections',
      ...processes,
      'all',
      ...boundProcesses.map((name) => `bound ${name}`),
      'bound all',
    ],
    outcomes.map(({ bench, connections, cpu, boundCpu }) => [
      bench,
      String(connections),
      ...processes.map((name) => (cpu[name] ?? 0).toFixed(2)),
      sum(cpu).toFixed(2),
      ...boundProcesses.map((name) => boundCpu?.[name]?.toFixed(2) ?? ''),
      boundCpu ? sum(boundCpu).toFixed(2) : '',
    ]),
  );
}

/** A Markdown table whose columns stand under each other. */
export function table(head: string[], rows: string[][]): string {
  const width = head.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? '').length)));
  const line = (cells: string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(width[i] ?? 0)).join(' | ')} |`;
  return [line(head), line(width.map((length) => '-'.repeat(length))), ...rows.map(line)].join('\n');
}

function number(value: number | undefined): string {
  if (value === undefined) return '';
  return value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en');
}

function time(ms: number | undefined): string {
  return ms === undefined ? '' : ms.toFixed(1);
}
