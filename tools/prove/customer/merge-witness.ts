import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from '../stage/stage.ts';

/** A merge that was answered with success. */
export interface Merge {
  id: string;
  winner: string;
  loser: string;
  /** Whether an undo of it was. */
  undone: boolean;
}

/** Something that was accepted about a customer. */
export interface Child {
  kind: 'contact' | 'talk' | 'deal';
  id: string;
  /** The customer that the request named. */
  told: string;
}

/** A group of customers, and all that was accepted of it. */
export interface Trial {
  ids: string[];
  children: Child[];
  merges: Merge[];
  /** Answers that none should have got. */
  odd: string[];
}

/** How long the sales pipeline may take to follow, in milliseconds: a limit against hanging. */
const patience = 120_000;

/** Waits until every opportunity hangs on the customer that stands, or patience ends. */
export async function settled(stage: Stage, trial: Trial): Promise<void> {
  for (const end = Date.now() + patience; Date.now() < end; await sleep(50)) {
    const deals = await dealsOf(stage, trial);
    if (deals.every(({ customer_id, told_customer_id }) => customer_id === rootOf(trial, told_customer_id)))
      return;
  }
}

/** What is wrong with a group; `shown` is what each id answers with. */
export async function faultsOf(
  stage: Stage,
  trial: Trial,
  shown: ReadonlyMap<string, string>,
): Promise<string[]> {
  const faults = [...trial.odd];
  const found = await recordsOf(stage, trial);
  const merged = trial.merges.filter(({ undone }) => !undone);
  if (
    found.merges
      .map(({ id }) => id)
      .sort()
      .join() !==
    merged
      .map(({ id }) => id)
      .sort()
      .join()
  )
    faults.push(`${found.merges.length} merges stand, ${merged.length} were accepted and not undone`);
  for (const { id, loser_id, winner_id } of found.merges) {
    if (!found.customers.has(winner_id))
      faults.push(`merge ${id} leads to ${winner_id}, which does not stand`);
    if (found.customers.has(loser_id)) faults.push(`${loser_id} stands and is merged`);
  }
  for (const id of trial.ids) {
    const root = rootOf(trial, id);
    if (!root) faults.push(`${id} is in a circle`);
    else if (shown.get(id) !== root) faults.push(`${id} answers with ${shown.get(id)} instead of ${root}`);
    if (found.customers.has(id) !== (root === id))
      faults.push(`${id} ${root === id ? 'does not stand' : 'stands'}`);
  }
  for (const { kind, id, told } of trial.children) {
    const at = found.places.get(id);
    const root = rootOf(trial, told);
    const way = `${wayOf(trial, told)}; it was told of ${told}`;
    if (at !== root) faults.push(`${kind} ${id} hangs on ${at ?? 'nothing'} instead of ${root}: ${way}`);
  }
  if (found.places.size !== trial.children.length)
    faults.push(`${found.places.size} records hang on the group, ${trial.children.length} were accepted`);
  return faults;
}

/** The customer that stands for one, by what was accepted; undefined in a circle. */
function rootOf({ merges, ids }: Trial, id: string): string | undefined {
  let root = id;
  for (let steps = 0; steps <= ids.length; steps++) {
    const next = merges.find(({ loser, undone }) => loser === root && !undone);
    if (!next) return root;
    root = next.winner;
  }
  return undefined;
}

/** The story of a group, for people. */
function wayOf({ merges }: Trial, told: string): string {
  const short = (id: string): string => (id === told ? 'it' : id.slice(-4));
  return merges
    .map(({ winner, loser, undone }) => `${short(loser)}→${short(winner)}${undone ? ' undone' : ''}`)
    .join(', ');
}

interface Deal {
  id: string;
  customer_id: string;
  told_customer_id: string;
}

function dealsOf(stage: Stage, { ids }: Trial): Promise<Deal[]> {
  return stage.database('sales-pipeline', (query) =>
    query<Deal>(
      'SELECT id, customer_id, told_customer_id FROM opportunity WHERE told_customer_id = ANY ($1::uuid[])',
      [ids],
    ),
  );
}

async function recordsOf(stage: Stage, trial: Trial) {
  const places = new Map((await dealsOf(stage, trial)).map(({ id, customer_id }) => [id, customer_id]));
  return stage.database('customer', async (query) => {
    const of = [trial.ids];
    const customers = await query<{ id: string }>('SELECT id FROM customer WHERE id = ANY ($1::uuid[])', of);
    const merges = await query<{ id: string; winner_id: string; loser_id: string }>(
      `SELECT id, winner_id, loser_id FROM customer_merge WHERE loser_id = ANY ($1::uuid[]) AND state = 'merged'`,
      of,
    );
    const children = await query<{ id: string; customer_id: string }>(
      `SELECT id, customer_id FROM contact WHERE customer_id = ANY ($1::uuid[])
       UNION ALL SELECT id, customer_id FROM interaction WHERE customer_id = ANY ($1::uuid[])`,
      of,
    );
    for (const { id, customer_id } of children) places.set(id, customer_id);
    return { customers: new Set(customers.map(({ id }) => id)), merges, places };
  });
}
