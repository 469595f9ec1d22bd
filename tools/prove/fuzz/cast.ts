import type { Random } from '../random.ts';
import type { Person } from '../stage/person.ts';
import type { Stage } from '../stage/stage.ts';
import type { Operation } from './operations.ts';
import { rehearsalForm } from './form-faults.ts';
import type { KnownIds } from './samples.ts';

/** Somebody who asks, with what he owns. */
export interface Actor {
  person: Person;
  /** Own records: noun of the path, or field → ids. */
  ids: KnownIds;
  /** In the name of each own record and of what belongs to it; nobody else may read it. */
  canary: string;
  pageTokens: string[];
}

/** Who takes part. */
export interface Cast {
  /** A salesperson and a manager of nobody: neither may see anything of the other. */
  strangers: readonly [Actor, Actor];
  /** May do everything; his records and requests are kept apart from those of the two. */
  administrator: Actor;
  /** Signs out now and then. */
  leaver: Actor;
}

/** Engages people and gives each some records. */
export async function cast(stage: Stage, random: Random): Promise<Cast> {
  const tag = random.uuid().slice(0, 8);
  const victim = await stage.engage(`target-${tag}@prove.example`);
  const actor = async (name: string, roles: string[]): Promise<Actor> =>
    furnish(await stage.engage(`${name}-${tag}@prove.example`, { roles }), victim.id, random);
  const strangers = [await actor('one', ['salesperson']), await actor('other', ['manager'])] as const;
  const administrator = await actor('chief', ['administrator']);
  return { strangers, administrator, leaver: await actor('leaver', ['salesperson']) };
}

/** The one who tries an operation: mostly one of the two, the administrator where only he gets past the permission. */
export function actorFor(
  { id, permission }: Operation,
  { strangers, administrator, leaver }: Cast,
  random: Random,
): Actor {
  if (id === 'deleteCurrentSession') return leaver;
  const chief = permission?.endsWith('.manage') ? 0.7 : 0.1;
  return random.chance(chief) ? administrator : random.pick(strangers);
}

async function furnish(person: Person, victimId: string, random: Random): Promise<Actor> {
  const canary = `canary-${random.uuid()}`;
  type Made = { id: string };
  const customers: string[] = [];
  const contacts: string[] = [];
  const interactions: string[] = [];
  for (let i = 0; i < 4; i++) {
    const { id } = await person.call<Made>('POST', '/v1/customers', {
      kind: 'company',
      name: `${canary} ${i}`,
    });
    customers.push(id);
    const below = `/v1/customers/${id}`;
    contacts.push((await person.call<Made>('POST', `${below}/contacts`, { name: canary })).id);
    const talk = { manner: 'call', content: canary };
    interactions.push((await person.call<Made>('POST', `${below}/interactions`, talk)).id);
  }
  const page = await person.call<{ nextPageToken: string }>('GET', '/v1/customers?pageSize=2');
  const imports = [await rehearse(person, canary), await rehearse(person, canary)];
  const ids = new Map([
    ['customers', customers],
    ['contacts', contacts],
    ['interactions', interactions],
    ['imports', imports],
    ['contactId', contacts],
    // Whoever may change people changes only this one, or the two would cease to be strangers.
    ['people', [victimId]],
    ['ownerId', [person.id]],
    ['managerId', [victimId]],
  ]);
  return { person, ids, canary, pageTokens: [page.nextPageToken] };
}

/** An import that keeps refused rows with the canary in them. */
async function rehearse(person: Person, canary: string): Promise<string> {
  const form = rehearsalForm(`Name,City\n,${canary}\n${canary},Berlin\n`);
  const answer = await person.send({ method: 'POST', path: '/v1/customers:import', ...form });
  if (answer.status !== 202) throw new Error(`The import was not taken: ${answer.status} ${answer.text}`);
  return (JSON.parse(answer.text) as { id: string }).id;
}
