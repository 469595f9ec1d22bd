import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, HttpClient } from '../stage/http.ts';
import { jsonRequest, untilAnswered, type Person } from '../stage/person.ts';
import type { Stage } from '../stage/stage.ts';

/** Somebody who comes in by two gateways, behind each of which runs a customer process of its own. */
export interface Member {
  id: string;
  email: string;
  /** The person by the one gateway or the other. */
  by: (turn: number) => Person;
}

/** A manager and people below, known to every process that is asked. */
export interface Team {
  boss: Member;
  members: Member[];
}

/** Engages a team that nobody else belongs to; `second` leads to the other customer process. */
export async function engageTeam(stage: Stage, second: HttpClient, key: string, size: number): Promise<Team> {
  const boss = await stage.engage(`boss-${key}@prove.local`, { roles: ['manager'] });
  const people = await Promise.all(
    Array.from({ length: size }, (_, i) =>
      stage.engage(`member-${i}-${key}@prove.local`, { managerId: boss.id }),
    ),
  );
  const team = { boss: memberOf(boss, second), members: people.map((person) => memberOf(person, second)) };
  await Promise.all([team.boss, ...team.members].flatMap((one) => [letIn(one.by(0)), letIn(one.by(1))]));
  await Promise.all(
    team.members.flatMap((one) => [reached(team.boss.by(0), one), reached(team.boss.by(1), one)]),
  );
  return team;
}

function memberOf(person: Person, second: HttpClient): Member {
  const doors = [person, person.through(second)] as const;
  return { id: person.id, email: person.email, by: (turn) => doors[turn % 2 === 0 ? 0 : 1] };
}

/** Somebody just engaged is not known to every service at once. */
export async function letIn(person: Person): Promise<void> {
  const lists = ['/v1/customers?pageSize=1', '/v1/opportunities?pageSize=1'];
  await until(`${person.email} to be let in`, async () => {
    const answers = await Promise.all(lists.map((path) => person.send(jsonRequest('GET', path))));
    return answers.every(({ status }) => status === 200);
  });
}

/** That somebody is let in does not say that the process knows yet who is above. */
async function reached(boss: Person, { id, email }: Member): Promise<void> {
  const path = `/v1/people/${id}/strategy`;
  await until(
    `${email} to be in reach`,
    async () => (await boss.send(jsonRequest('GET', path))).status === 200,
  );
}

/** Sets values of strategies for one person, and waits until both customer processes go by them. */
export async function setStrategy(
  stage: Stage,
  second: HttpClient,
  personId: string,
  values: Record<string, boolean | number | string>,
  turn = 0,
): Promise<void> {
  const doors = [stage.administrator, stage.administrator.through(second)] as const;
  const setting = { scope: 'person', scopeId: personId, values, reason: 'proof' };
  await make(doors[turn % 2 === 0 ? 0 : 1], '/v1/strategySettings', setting);
  for (const door of doors) {
    await until('the strategy to hold', async () => {
      const path = `/v1/people/${personId}/strategy`;
      const { status, text } = await untilAnswered(() => door.send({ method: 'GET', path }));
      if (status !== 200) throw new Error(`GET ${path}: ${status} ${text}`);
      const now = JSON.parse(text) as Record<string, unknown>;
      return Object.entries(values).every(([name, value]) => now[name] === value);
    });
  }
}

/** Waits until something holds; throws when it takes longer than `patienceMs`, a limit against hanging. */
export async function until(what: string, holds: () => Promise<boolean>, patienceMs = 60_000): Promise<void> {
  for (const end = Date.now() + patienceMs; !(await holds()); await sleep(50)) {
    if (Date.now() > end) throw new Error(`Waited ${patienceMs / 1000} s for ${what}.`);
  }
}

/** POSTs under a key until there is an answer that means something. Safe to repeat, whoever dies meanwhile. */
export function post(person: Person, path: string, body: object): Promise<Answer> {
  const key = crypto.randomUUID();
  return untilAnswered(() => person.send(jsonRequest('POST', path, body, { 'idempotency-key': key })));
}

/** POSTs what must be accepted, and returns what was made. */
export async function make<T = { id: string }>(person: Person, path: string, body: object): Promise<T> {
  const { status, text } = await post(person, path, body);
  if (status >= 300) throw new Error(`POST ${path}: ${status} ${text}`);
  return JSON.parse(text) as T;
}

/** What an answer says: `done`, or the reason of its refusal, of its first field where it names one. */
export function outcome({ status, text }: Answer): string {
  if (status < 300) return 'done';
  const { type, errors = [] } = JSON.parse(text) as { type?: string; errors?: { reason: string }[] };
  return errors[0]?.reason ?? type?.replace(/^.*:/, '') ?? `${status}`;
}

/** Runs all at once, and resolves when the last has ended. */
export function atOnce<T>(count: number, work: (turn: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, turn) => work(turn)));
}

/** Works through items, so many at a time. */
export async function inGroups<T>(
  items: readonly T[],
  size: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  for (let i = 0; i < items.length; i += size) {
    await Promise.all(items.slice(i, i + size).map((item, j) => work(item, i + j)));
  }
}
