import { setTimeout as sleep } from 'node:timers/promises';
import type { Tally } from '../claim.ts';
import type { Ground } from '../proof.ts';
import type { Random } from '../random.ts';
import type { HttpClient } from '../stage/http.ts';
import { killInTurn } from '../stage/kills.ts';
import { untilAnswered, type Person } from '../stage/person.ts';
import type { Stage } from '../stage/stage.ts';
import { faultsOf, settled, type Child, type Merge, type Trial } from './merge-witness.ts';
import { atOnce, engageTeam, inGroups, make, outcome, post, until, type Team } from './team.ts';

/** Groups of customers that are merged into each other, and of those that are while processes die. */
const groups = { small: { quiet: 6, killed: 4 }, large: { quiet: 150, killed: 150 } } as const;

const customers = 5;
/** Merges of random pairs of a group at once, and writers beside them. */
const merges = 8;
const writers = 3;
const writes = 3;

/** Who dies while customers are merged. */
const mortal = ['customer', 'customer-2', 'customer', 'customer-2', 'sales-pipeline'] as const;

/**
 * Five customers are merged into each other at the same moment on two processes, this way and that way, while contacts,
 * talks and opportunities are written to them; then some merges are undone, further ones come beside, and some of those
 * are undone. Every id leads in one step to a customer that stands; there is no merge that nobody was told of and none
 * lost; whatever was accepted hangs, in customer and in sales-pipeline, on the customer that its own became part of
 * (`merge-loses-nothing`).
 */
export async function mergeRaces(
  { stage, size, random, tallies, say }: Ground,
  second: HttpClient,
): Promise<void> {
  const team = await engageTeam(stage, second, `merge-${random.uuid().slice(0, 8)}`, 1);
  const { quiet } = groups[size];
  let accepted = 0;
  for (let i = 0; i < quiet; i++) {
    const trial = await race(team, random.fork());
    accepted += trial.merges.length;
    await judge(stage, team, trial, tallies.of('merge-loses-nothing'));
  }
  say(`${accepted} merges of ${quiet * customers} customers were accepted`);
}

/** The same while both customer processes and the sales pipeline are killed (`merge-under-kills`). */
export async function mergeKills(
  { stage, size, random, tallies, say }: Ground,
  second: HttpClient,
): Promise<void> {
  const team = await engageTeam(stage, second, `merge-${random.uuid().slice(0, 8)}`, 1);
  const { killed } = groups[size];
  const killing = new AbortController();
  const kills = killInTurn(stage, random.fork(), mortal, killing.signal);
  const trials: Trial[] = [];
  try {
    for (let i = 0; i < killed; i += 2) {
      trials.push(...(await atOnce(2, () => race(team, random.fork()))));
      await sleep(random.whole(0, 400));
    }
  } finally {
    killing.abort();
    say(`${await kills} deaths while ${killed * customers} customers were merged`);
    await stage.ready();
  }
  for (const trial of trials) await judge(stage, team, trial, tallies.of('merge-under-kills'));
}

async function race(team: Team, random: Random): Promise<Trial> {
  const { boss } = team;
  const trial: Trial = { ids: [], children: [], merges: [], odd: [] };
  await inGroups(Array.from({ length: customers }), customers, async (_, i) => {
    const body = { kind: 'company', name: `Merged ${random.uuid()}` };
    trial.ids.push((await make(boss.by(i), '/v1/customers', body)).id);
  });
  await inGroups(trial.ids, customers, async (id, i) => {
    for (const kind of ['contact', 'talk', 'deal'] as const) await write(boss.by(i), trial, kind, id);
  });
  const mergeSome = (count: number): Promise<void[]> =>
    atOnce(count, async (turn) => {
      const [winner = '', loser = ''] = random.shuffled(trial.ids);
      await merge(boss.by(turn), trial, winner, loser);
    });
  const writing = atOnce(writers, async (turn) => {
    for (let i = 0; i < writes; i++) {
      await write(
        boss.by(turn + i),
        trial,
        random.pick(['contact', 'talk', 'deal'] as const),
        random.pick(trial.ids),
      );
    }
  });
  await mergeSome(merges);
  await Promise.all([undoSome(team, trial, random), mergeSome(merges / 2)]);
  await writing;
  await undoSome(team, trial, random);
  return trial;
}

async function merge(person: Person, trial: Trial, winner: string, loser: string): Promise<void> {
  const answer = await post(person, `/v1/customers/${winner}:merge`, { loserId: loser, fields: [] });
  const said = outcome(answer);
  if (said === 'done') {
    const { id } = JSON.parse(answer.text) as { id: string };
    trial.merges.push({ id, winner, loser, undone: false });
  } else if (said !== 'customer-merged') trial.odd.push(`merge: ${said}`);
}

/** Half of the merges, each undone by two at once: one of them does it. */
async function undoSome({ boss }: Team, trial: Trial, random: Random): Promise<void> {
  const some = trial.merges.filter(({ undone }) => !undone && random.chance(0.5));
  await Promise.all(some.map((one) => undo(one)));

  async function undo(one: Merge): Promise<void> {
    const said = await atOnce(2, async (turn) =>
      outcome(await post(boss.by(turn), `/v1/merges/${one.id}:undo`, {})),
    );
    one.undone = said.includes('done');
    const right = said.filter((answer) => answer === 'done').length === 1 && said.includes('merge-undone');
    if (!right) trial.odd.push(`undo: ${said.join(', ')}`);
  }
}

/** Writes something about a customer, or about the one that it became part of by now. */
async function write(person: Person, trial: Trial, kind: Child['kind'], id: string): Promise<void> {
  let told = id;
  await until('something to be written', async () => {
    const answer = await post(person, ...requestOf(kind, told));
    const said = outcome(answer);
    if (said === 'done') {
      trial.children.push({ kind, id: (JSON.parse(answer.text) as { id: string }).id, told });
      return true;
    }
    if (said === 'customer-merged') told = await standing(person, told);
    // The sales pipeline hears of customers by events.
    else if (kind !== 'deal' || said !== 'customer-not-found') trial.odd.push(`${kind}: ${said}`);
    return false;
  });
}

function requestOf(kind: Child['kind'], customerId: string): [string, object] {
  if (kind === 'deal')
    return ['/v1/opportunities', { customerId, name: 'Deal', amount: '1.00', currency: 'CNY' }];
  // Two contacts of one name at one customer would be asked about.
  if (kind === 'contact')
    return [`/v1/customers/${customerId}/contacts`, { name: `Contact ${crypto.randomUUID()}` }];
  return [`/v1/customers/${customerId}/interactions`, { manner: 'other', content: 'Talked.' }];
}

async function standing(person: Person, id: string): Promise<string> {
  const answer = await untilAnswered(() => person.send({ method: 'GET', path: `/v1/customers/${id}` }));
  return answer.status === 200 ? (JSON.parse(answer.text) as { id: string }).id : id;
}

async function judge(stage: Stage, { boss }: Team, trial: Trial, tally: Tally): Promise<void> {
  await settled(stage, trial);
  const shown = new Map<string, string>();
  await inGroups(trial.ids, customers, async (id, i) => void shown.set(id, await standing(boss.by(i), id)));
  const faults = await faultsOf(stage, trial, shown);
  tally.tried(trial.ids.length + trial.children.length);
  for (const fault of faults) tally.failed(fault, fault.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g, '_'));
}
