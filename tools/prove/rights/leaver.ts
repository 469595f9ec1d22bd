import { setTimeout as sleep } from 'node:timers/promises';
import type { Tally } from '../claim.ts';
import type { Ground } from '../proof.ts';
import type { Random } from '../random.ts';
import { killOften, type DeathPlace } from '../stage/kills.ts';
import { jsonRequest, untilAnswered, type Person } from '../stage/person.ts';
import type { Stage } from '../stage/stage.ts';

/** Farewells, and customers of each leaver. */
const farewells = { small: 2, large: 20 } as const;
const customersOf = { small: 450, large: 1_500 } as const;

/** How long a hand-over may take under kills, in milliseconds: a limit against hanging. */
const patience = 240_000;

/** Where a service dies by itself while it takes part in a hand-over. */
const failPoints: readonly [DeathPlace, ...DeathPlace[]] = [
  ['customer', 'handover.after-lock'],
  ['customer', 'outbox.before-commit'],
  ['customer', 'outbox.after-commit'],
  ['customer', 'inbox.after-effect'],
  ['identity', 'inbox.after-effect'],
  ['identity', 'inbox.after-commit'],
];

interface Owned {
  id: string;
  owner_id: string;
  status: string;
  changes: number;
  version: number;
  reminded: boolean;
}

/**
 * Somebody leaves while customer and identity are killed at random moments and at fail-points, and a target leaves in
 * the middle: every customer has exactly one new owner who works here and one change of owner for each time that it
 * changed hands, kept its status, is reminded of for the new owner, and nothing is owned by who left
 * (`leaver-under-kills`). The dossiers of all are there as soon as the hand-over is done (`dossiers-at-once`).
 */
export async function leaver({ stage, size, random, tallies, say }: Ground): Promise<void> {
  const tally = tallies.of('leaver-under-kills');
  for (let round = 0; round < farewells[size]; round++) {
    const cast = await engageAll(stage, random);
    await fill(cast.leaver, customersOf[size]);
    const before = new Map((await customersOwnedBy(stage, [cast.leaver.id])).map((one) => [one.id, one]));
    const killing = new AbortController();
    const kills = killOften(stage, random, failPoints, killing.signal);
    try {
      await farewell(stage, cast.leaver, [cast.first.id, cast.second.id]);
      await sleep(random.whole(0, 1_500));
      await farewell(stage, cast.second, []);
      for (const person of [cast.leaver, cast.second]) await untilDone(stage, person);
    } finally {
      killing.abort();
      say(`${await kills} deaths while ${before.size} customers changed hands`);
      await stage.ready();
    }
    await judge(stage, before, cast, tally);
    const began = Date.now();
    const seen = await dossiersOf(cast.first);
    const owned = (await customersOwnedBy(stage, [cast.first.id])).length;
    tallies
      .of('dossiers-at-once')
      .check(seen === owned ? undefined : `${seen} dossiers of ${owned} customers`);
    say(`${seen} dossiers listed in ${Date.now() - began} ms`);
  }
}

interface Cast {
  boss: Person;
  leaver: Person;
  first: Person;
  /** Takes half, and leaves in the middle. */
  second: Person;
}

async function engageAll(stage: Stage, random: Random): Promise<Cast> {
  const key = random.uuid().slice(0, 8);
  const boss = await stage.engage(`leaver-boss-${key}@prove.local`, { roles: ['manager'] });
  const below = async (name: string) => {
    const person = await stage.engage(`${name}-${key}@prove.local`, { managerId: boss.id });
    await mayBegin(stage, person);
    return person;
  };
  return { boss, leaver: await below('leaver'), first: await below('first'), second: await below('second') };
}

/** Customers by the public API, a third of them lost, a few with a next contact. */
async function fill(owner: Person, count: number): Promise<void> {
  await ready(owner);
  const one = async (i: number): Promise<void> => {
    const status = i % 3 === 0 ? 'lost' : 'cooperating';
    const { id } = await surely<{ id: string }>(
      owner,
      '/v1/customers',
      { kind: 'company', name: `C ${i} of ${owner.id}`, status },
      i,
    );
    if (i % 10 !== 0) return;
    const nextContactTime = new Date(Date.now() + 30 * 24 * 3_600_000).toISOString().slice(0, 16);
    const talk = {
      manner: 'call',
      content: 'Promised to call again.',
      nextAction: 'Call again',
      nextContactTime,
    };
    await surely(owner, `/v1/customers/${id}/interactions`, talk, i);
  };
  for (let i = 0; i < count; i += 20) {
    await Promise.all(Array.from({ length: Math.min(20, count - i) }, (_, j) => one(i + j)));
  }
}

/** Repeats a POST under one key until it is answered: who died in the round before may still be on the way back. */
async function surely<T>(person: Person, path: string, body: object, i: number): Promise<T> {
  const headers = { 'idempotency-key': `leaver-${i}` };
  const { status, text } = await untilAnswered(() => person.send(jsonRequest('POST', path, body, headers)));
  if (status >= 300) throw new Error(`POST ${path}: ${status} ${text}`);
  return JSON.parse(text) as T;
}

/** Somebody just engaged is not known to every service at once. */
async function ready(person: Person): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; await sleep(50)) {
    const answer = await person.send(jsonRequest('GET', '/v1/customers?pageSize=1'));
    if (answer.status === 200) return;
  }
  throw new Error(`${person.email} is not let in`);
}

/** Whatever strategies the canary left behind: the person's customers may begin as cooperating, and have no cap. */
async function mayBegin({ administrator }: Stage, { id }: Person): Promise<void> {
  const values = { dealNeeded: false, capEnabled: false };
  const setting = { scope: 'person', scopeId: id, values, reason: 'proof' };
  const path = `/v1/people/${id}/strategy`;
  let told = false;
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(50)) {
    // Refused until the service knows the person.
    told ||= (await administrator.send(jsonRequest('POST', '/v1/strategySettings', setting))).status < 300;
    const { status, text } = await administrator.send(jsonRequest('GET', path));
    const now = status === 200 ? (JSON.parse(text) as Partial<typeof values>) : undefined;
    if (told && now?.dealNeeded === false && now.capEnabled === false) return;
  }
  throw new Error('the strategy did not come to hold');
}

/** Repeats the farewell until it is answered: 409 already-left says that an unheard answer was yes. */
async function farewell(stage: Stage, person: Person, personIds: string[]): Promise<void> {
  const body = personIds.length > 0 ? { personIds } : {};
  const headers = { 'idempotency-key': `farewell-${person.id}` };
  const { status, text } = await untilAnswered(() =>
    stage.administrator.send(jsonRequest('POST', `/v1/people/${person.id}:left`, body, headers)),
  );
  if (status >= 300 && !text.includes('already-left')) throw new Error(`farewell: ${status} ${text}`);
}

async function untilDone(stage: Stage, { id }: Person): Promise<void> {
  const filter = encodeURIComponent(JSON.stringify({ field: 'personId', op: 'eq', value: id }));
  let states = '';
  for (const end = Date.now() + patience; Date.now() < end; await sleep(100)) {
    const answer = await untilAnswered(() =>
      stage.administrator.send(jsonRequest('GET', `/v1/handovers?filter=${filter}`)),
    );
    const { handovers = [] } = JSON.parse(answer.text) as { handovers?: { state: string }[] };
    states = answer.text;
    if (handovers.length > 0 && handovers.every(({ state }) => state === 'done')) return;
  }
  throw new Error(`The hand-over does not end: ${states}`);
}

function customersOwnedBy(stage: Stage, owners: string[]): Promise<Owned[]> {
  return ownedWhere(stage, 'c.owner_id = ANY ($1::uuid[])', owners);
}

function ownedWhere(stage: Stage, where: string, ids: string[]): Promise<Owned[]> {
  return stage.database('customer', (query) =>
    query<Owned>(
      `SELECT c.id, c.owner_id, c.status, c.version,
         (SELECT count(*)::int FROM ownership_change o WHERE o.customer_id = c.id AND o.cause = 'handover') AS changes,
         c.next_contact_time IS NULL OR EXISTS (
           SELECT 1 FROM outbox e WHERE e.aggregate_id = c.id::text AND e.type = 'kontor.notification.v1.ReminderSet'
             AND e.version = c.version AND e.payload::jsonb ->> 'personId' = c.owner_id::text) AS reminded
       FROM customer c WHERE ${where}`,
      [ids],
    ),
  );
}

/** Each customer by each rule: one trial a customer. */
async function judge(
  stage: Stage,
  before: Map<string, Owned>,
  { boss, leaver: gone, first, second }: Cast,
  tally: Tally,
): Promise<void> {
  const after = await ownedWhere(stage, 'c.id = ANY ($1::uuid[])', [...before.keys()]);
  for (const one of after) {
    const was = before.get(one.id);
    const wrong = [
      [first.id, boss.id].includes(one.owner_id) ? undefined : `is owned by ${one.owner_id}`,
      one.status === was?.status ? undefined : `went from ${was?.status} to ${one.status}`,
      // Via who left in the middle it changed hands twice, and each time its version grew by one.
      one.changes === one.version - (was?.version ?? 0)
        ? undefined
        : `${one.changes} changes in ${one.version} versions`,
      one.changes === 1 || (one.changes === 2 && one.owner_id === boss.id)
        ? undefined
        : `changed hands ${one.changes} times`,
      one.reminded ? undefined : 'reminds somebody else',
    ].find((fault) => fault !== undefined);
    tally.check(wrong && `customer ${one.id} ${wrong}`, wrong?.replace(/[0-9a-f-]{36}|\d+/g, '_'));
  }
  tally.check(after.length === before.size ? undefined : `${before.size - after.length} customers are gone`);
  const orphans = await customersOwnedBy(stage, [gone.id, second.id]);
  tally.check(orphans.length === 0 ? undefined : `${orphans.length} customers are owned by who left`);
}

/** Counts the dossiers that a new owner sees, page by page. */
async function dossiersOf(person: Person): Promise<number> {
  let count = 0;
  for (let token = ''; ;) {
    const path = `/v1/dossiers?pageSize=200${token && `&pageToken=${encodeURIComponent(token)}`}`;
    const { text } = await untilAnswered(() => person.send(jsonRequest('GET', path)));
    const page = JSON.parse(text) as { dossiers?: object[]; nextPageToken?: string };
    count += page.dossiers?.length ?? 0;
    if (!page.nextPageToken) return count;
    token = page.nextPageToken;
  }
}
