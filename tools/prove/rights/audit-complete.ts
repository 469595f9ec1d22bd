import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { verify } from '../../audit/verify.ts';
import { databaseName } from '../../start/services.ts';
import { untilQuiet } from '../oracle/quiet.ts';
import type { Ground } from '../proof.ts';
import type { Random } from '../random.ts';
import { jsonRequest, untilAnswered, type Person } from '../stage/person.ts';
import type { Stage } from '../stage/stage.ts';
import { compareAudits } from './audit-rows.ts';

/** People who work at once, what each of them does, and how many processes are killed meanwhile. */
const loads = {
  small: { people: 6, acts: 30, kills: 8 },
  large: { people: 12, acts: 200, kills: 120 },
} as const;

/** Refusals of one person in a minute that get a row each are fifty; nobody here comes near. */
const shareOfRefusals = 0.3;

/** What the load was answered. */
interface Answers {
  /** Ids of records that were asked for and are not there: each was answered with 404. */
  refused: string[];
  /** Versions of customers as last answered. */
  versions: Map<string, number>;
}

/**
 * Processes are killed while people work and are refused; afterwards the central audit has each row of each service
 * once, and every change and every refusal that was answered has one (`audit-complete`).
 */
export async function auditComplete(ground: Ground): Promise<void> {
  const { stage, size, random, tallies, say } = ground;
  const { people, acts, kills } = loads[size];
  const persons: Person[] = [];
  for (let i = 0; i < people; i++) persons.push(await stage.engage(`audit-${random.uuid()}@example.com`));
  const answers: Answers = { refused: [], versions: new Map() };
  let working = true;
  const work = Promise.all(persons.map((person) => act(person, acts, random.fork(), answers))).finally(
    () => (working = false),
  );
  const chance = random.fork();
  for (let i = 0; i < kills || working; i++) {
    await sleep(chance.whole(100, 700));
    if (i < kills) await kill(stage, chance.pick(['customer', 'identity', 'customer', 'nats']));
  }
  await work;
  say(`${answers.versions.size} customers, ${answers.refused.length} refusals, ${kills} kills`);
  await untilQuiet(stage, tallies);
  await compareAudits(stage, tallies.of('audit-complete'));
  await checkAnswers(stage, answers, tallies.of('audit-complete'));
  tallies.of('audit-sound').check(await chainFault(stage));
}

/** Signs all there is, asks for it as people do, and recomputes the chain that grew under the kills. */
async function chainFault(stage: Stage): Promise<string | undefined> {
  const { toSeq } = await stage.administrator.call<{ toSeq: string }>('POST', '/v1/auditDigests');
  const page = await stage.administrator.call<{ auditEntries: object[] }>(
    'GET',
    '/v1/auditEntries?pageSize=5',
  );
  if (page.auditEntries.length < 5) return `the API shows ${page.auditEntries.length} of ${toSeq} entries`;
  const url = new URL(stage.suite.adminDatabaseUrl ?? '');
  url.pathname = `/${databaseName('identity')}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    const { entries, fault } = await verify(client);
    return fault ?? (BigInt(entries) < BigInt(toSeq) ? `${entries} of ${toSeq} entries` : undefined);
  } finally {
    await client.end();
  }
}

async function act(person: Person, acts: number, random: Random, answers: Answers): Promise<void> {
  const own: string[] = [];
  for (let i = 0; i < acts; i++) {
    if (random.chance(shareOfRefusals)) await beRefused(person, random.uuid(), answers);
    else if (own.length === 0 || random.chance(0.4)) own.push(await create(person, random.uuid(), answers));
    else await change(person, random.pick(own), random.uuid(), answers);
  }
}

async function beRefused(person: Person, id: string, { refused }: Answers): Promise<void> {
  const answer = await untilAnswered(() => person.send(jsonRequest('GET', `/v1/customers/${id}`)));
  if (answer.status === 404) refused.push(id);
}

async function create(person: Person, key: string, { versions }: Answers): Promise<string> {
  const body = { name: `Audited ${key}`, kind: 'company' };
  const headers = { 'idempotency-key': key };
  const answer = await untilAnswered(() => person.send(jsonRequest('POST', '/v1/customers', body, headers)));
  if (answer.status !== 201) throw new Error(`POST /v1/customers: ${answer.status} ${answer.text}`);
  const { id } = JSON.parse(answer.text) as { id: string };
  versions.set(id, 1);
  return id;
}

async function change(person: Person, id: string, name: string, { versions }: Answers): Promise<void> {
  const answer = await untilAnswered(() =>
    person.send(jsonRequest('PATCH', `/v1/customers/${id}`, { name })),
  );
  if (answer.status !== 200) throw new Error(`PATCH /v1/customers: ${answer.status} ${answer.text}`);
  const { etag } = JSON.parse(answer.text) as { etag: string };
  versions.set(id, Math.max(versions.get(id) ?? 0, Number(etag)));
}

async function kill(stage: Stage, name: string): Promise<void> {
  const keeper = stage.process(name);
  await keeper.ready();
  keeper.kill('SIGKILL');
  await keeper.stop();
  await keeper.start();
}

async function checkAnswers(
  stage: Stage,
  { refused, versions }: Answers,
  tally: { check(example: string | undefined, kind?: string): void },
): Promise<void> {
  const rows = await stage.database('identity', (query) =>
    query<{ id: string; outcome: string; versions: number[] }>(
      `SELECT object_id AS id, outcome, array_agg(version ORDER BY version) AS versions FROM audit_entry
       WHERE service = 'customer' AND object = 'customer' AND object_id = ANY ($1) GROUP BY 1, 2`,
      [[...refused, ...versions.keys()]],
    ),
  );
  const found = new Map(rows.map((row) => [`${row.id} ${row.outcome}`, row.versions]));
  for (const id of refused) {
    tally.check(found.has(`${id} refused`) ? undefined : `the refusal of ${id} has no entry`, 'refusal');
  }
  for (const [id, version] of versions) {
    const told = (found.get(`${id} done`) ?? []).join();
    // A change that was answered by silence may have been made all the same: never fewer, and none twice.
    const whole = Array.from({ length: Math.max(version, told.split(',').length) }, (_, i) => i + 1).join();
    tally.check(
      told === whole ? undefined : `customer ${id} of version ${version} has entries of ${told}`,
      'change',
    );
  }
}
