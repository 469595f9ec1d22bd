import { open, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from '../api.ts';
import type { Kontor } from '../kontor.ts';
import { table } from '../report.ts';
import { as } from '../../servers/databases.ts';
import type { Asker, Question } from './questions.ts';

/** Tables that grow with the business; reading one of them whole in a user's request is a fault. */
const growing = new Set([
  ...[
    'customer',
    'contact',
    'interaction',
    'search_document',
    'match_key',
    'ownership_change',
    'stage_change',
  ],
  ...[
    'segment_member',
    'segment_change',
    'planned_visit',
    'important_day',
    'reclaim_warning',
    'outbox',
    'audit',
    'file',
  ],
]);

/** A step that reads this many rows is a fault as well, where it is no sequential scan. */
const mostRows = 200_000;

/** A scan that stops after so many rows is none. */
const fewRows = 10_000;

/** A statement counts that is there so many times, as often as its question is asked: others are Kontor's own. */
const often = 3;

/** From the sixth time on Postgres may carry out a prepared statement without looking at its values. */
export const untilGeneric = 8;

/** Questions that are asked before everybody signs in anew. */
const perSignIn = 100;

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: PlanNode[];
}

/** A statement as Postgres carried it out. */
interface Executed {
  text: string;
  ms: number;
  plan: PlanNode;
}

/** What the plans of a question come down to. */
export interface PlanFinding {
  question: Question;
  statements: number;
  /** Of the slowest statement. */
  ms: number;
  text: string;
  /** The step that reads most rows of a growing table, and how many. */
  step: string;
  rows: number;
  /** Sequential scans of growing tables. */
  scans: string[];
  /** Requests that got no answer in time. */
  failed: number;
}

/**
 * Asks each question `times` times while Postgres writes down how it carries out every statement, also those within
 * functions, and tells what was read. Slows the server while it lasts. Wants the superuser.
 */
export async function findPlans(
  kontor: Kontor,
  people: Record<Asker, Api>,
  questions: readonly Question[],
  times = often,
): Promise<PlanFinding[]> {
  const log = kontor.suite.log('postgres');
  await explaining(kontor, true);
  const findings: PlanFinding[] = [];
  let headers = await authorizations(people);
  for (const [place, question] of questions.entries()) {
    if (place % perSignIn === perSignIn - 1) headers = await authorizations(people);
    const before = (await stat(log)).size;
    let [sent, failed] = [0, 0];
    for (let i = 0; i < times; i++) {
      for (const { method, path, body } of question.requests.slice(0, 6)) {
        const json = body === undefined ? undefined : (JSON.parse(body) as object);
        await people[question.asker].call(method, path, json, headers[question.asker]).catch(() => failed++);
        sent++;
      }
    }
    findings.push({ ...finding(question, sent, await executed(log, before)), failed });
  }
  await explaining(kontor, false);
  return findings;
}

async function authorizations(people: Record<Asker, Api>): Promise<Record<Asker, Record<string, string>>> {
  return {
    salesperson: await people.salesperson.authorization(),
    manager: await people.manager.authorization(),
    administrator: await people.administrator.authorization(),
  };
}

/** The findings as a table, the worst first. */
export function plansTable(findings: readonly PlanFinding[]): string {
  const sorted = findings.toSorted((a, b) => b.scans.length - a.scans.length || b.rows - a.rows);
  return table(
    ['question', 'statements', 'slowest, ms', 'step that reads most', 'rows', 'whole tables'],
    sorted.map(({ question, statements, ms, step, rows, scans, failed }) => [
      question.title,
      String(statements),
      ms.toFixed(1),
      step,
      rows.toLocaleString('en'),
      failed > 0 ? 'no answer in time' : scans.join(', '),
    ]),
  );
}

/** Whether a finding is a fault. */
export const isFault = ({ scans, rows, failed }: PlanFinding): boolean =>
  scans.length > 0 || rows > mostRows || failed > 0;

/** Lets every new session of the services say its plans, and makes all sessions new. */
async function explaining(kontor: Kontor, on: boolean): Promise<void> {
  const settings: Record<string, string> = {
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': '0',
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_timing': 'off',
    'auto_explain.log_nested_statements': 'on',
    'auto_explain.log_format': 'json',
    'auto_explain.log_parameter_max_length': '0',
  };
  await as(kontor.adminUrl('customer'), async (client) => {
    const { rows } = await client.query<{ role: string }>('SELECT current_database() AS role');
    const role = rows[0]?.role ?? '';
    await client.query("LOAD 'auto_explain'");
    for (const [name, value] of Object.entries(settings)) {
      await client.query(`ALTER ROLE "${role}" ${on ? `SET ${name} = '${value}'` : `RESET ${name}`}`);
    }
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [role]);
  });
  // The service finds its connections gone and makes others.
  await sleep(3_000);
}

/** What the log says since it had `from` bytes. */
async function executed(log: string, from: number): Promise<Executed[]> {
  const file = await open(log);
  try {
    const { size } = await file.stat();
    const { buffer } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
    return [...buffer.toString('utf8').matchAll(/duration: ([\d.]+) ms {2}plan:\n((?:\t.*\n)+)/g)].flatMap(
      ([, ms, json = '']) => {
        try {
          const { 'Query Text': text, Plan } = JSON.parse(json) as { 'Query Text': string; Plan: PlanNode };
          return [{ text, ms: Number(ms), plan: Plan }];
        } catch {
          return [];
        }
      },
    );
  } finally {
    await file.close();
  }
}

function finding(question: Question, sent: number, all: readonly Executed[]): Omit<PlanFinding, 'failed'> {
  const counts = new Map<string, number>();
  for (const { text } of all) counts.set(text, (counts.get(text) ?? 0) + 1);
  const theirs = all.filter(({ text }) => (counts.get(text) ?? 0) >= often);
  const slowest = theirs.toSorted((a, b) => b.ms - a.ms)[0];
  const steps = theirs.flatMap(({ plan }) => stepsOf(plan)).sort((a, b) => b.rows - a.rows);
  return {
    question,
    statements: Math.round(theirs.length / sent),
    ms: slowest?.ms ?? 0,
    text: slowest?.text ?? '',
    step: steps[0]?.name ?? '',
    rows: steps[0]?.rows ?? 0,
    scans: [...new Set(steps.flatMap(({ scanned }) => scanned ?? []))],
  };
}

interface Step {
  name: string;
  rows: number;
  /** The growing table, where it is read from beginning to end. */
  scanned?: string | undefined;
}

function stepsOf(node: PlanNode): Step[] {
  const { 'Node Type': type, 'Relation Name': relation, 'Index Name': index, Plans = [] } = node;
  const each =
    node['Actual Rows'] +
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0);
  const rows = Math.round(each * node['Actual Loops']);
  const name = [type, relation ?? '', index ? `(${index})` : ''].filter(Boolean).join(' ');
  const scanned =
    type === 'Seq Scan' && relation && growing.has(relation) && rows > fewRows ? relation : undefined;
  const own = relation || index ? [{ name, rows, scanned }] : [];
  return [...own, ...Plans.flatMap(stepsOf)];
}
