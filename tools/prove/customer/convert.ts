import { setTimeout as sleep } from 'node:timers/promises';
import type { Tally } from '../claim.ts';
import type { Ground } from '../proof.ts';
import type { Random } from '../random.ts';
import { killOften, type DeathPlace } from '../stage/kills.ts';
import { jsonRequest, untilAnswered, type Person } from '../stage/person.ts';
import type { Stage } from '../stage/stage.ts';
import { letIn, make } from './team.ts';

/** Customers that are converted. */
const customers = { small: 60, large: 2_000 } as const;

/** How long conversions may take to end when nothing dies any more, in milliseconds: a limit against hanging. */
const patience = 120_000;

/** Where a service dies by itself while it has part in a conversion. */
const failPoints: readonly [DeathPlace, ...DeathPlace[]] = [
  ['customer', 'outbox.before-commit'],
  ['customer', 'outbox.after-commit'],
  ['customer', 'relay.after-publish'],
  ['customer', 'inbox.after-effect'],
  ['customer', 'inbox.after-commit'],
  ['sales-pipeline', 'inbox.after-insert'],
  ['sales-pipeline', 'inbox.after-effect'],
  ['sales-pipeline', 'inbox.after-commit'],
  ['sales-pipeline', 'relay.after-publish'],
];

/** A customer that somebody converts, and what came of it. */
interface Trial {
  customerId: string;
  /** Whether the sales pipeline must refuse: it is about a product that there is not. */
  spoiled: boolean;
  /** Ids of the conversions that were answered with success. */
  accepted: Set<string>;
  /** Other answers than a conversion, and that one runs. */
  odd: string[];
}

interface ConversionRow {
  id: string;
  customer_id: string;
  state: string;
  reason: string;
  opportunity_id: string | null;
}

/**
 * Prospects are converted, each request in two copies under one key and now and then by a second key, while customer and
 * sales-pipeline are killed at random moments and at fail-points (`convert-under-kills`, one trial a customer): every
 * accepted conversion ends, with exactly one opportunity where it is done, and without any and with the customer's
 * status as before where the sales pipeline refused; there is no conversion that nobody was told of.
 */
export async function convertUnderKills({ stage, size, random, tallies, say }: Ground): Promise<void> {
  const key = random.uuid().slice(0, 8);
  const seller = await stage.engage(`convert-${key}@prove.local`);
  const trials = await prospects(seller, customers[size], random, key);
  const killing = new AbortController();
  const kills = killOften(stage, random.fork(), failPoints, killing.signal);
  try {
    for (let i = 0; i < trials.length; i += 4) {
      await Promise.all(trials.slice(i, i + 4).map((trial) => convert(seller, trial, random.chance(0.4))));
      // Time for deaths between the steps of a conversion, and for the way back.
      await sleep(random.whole(0, 2_000));
    }
  } finally {
    killing.abort();
    say(`${await kills} deaths while ${trials.length} prospects were converted`);
    await stage.ready();
  }
  const ids = trials.map(({ customerId }) => customerId);
  const running = await untilEnded(stage, ids);
  if (running > 0) say(`${running} conversions did not end`);
  await judge(stage, trials, tallies.of('convert-under-kills'));
}

async function prospects(seller: Person, count: number, random: Random, key: string): Promise<Trial[]> {
  await letIn(seller);
  const trials: Trial[] = [];
  for (let i = 0; i < count; i++) {
    const body = { kind: 'company', name: `Convert ${key} ${random.uuid()}` };
    const { id } = await make(seller, '/v1/customers', body);
    trials.push({ customerId: id, spoiled: random.chance(0.25), accepted: new Set(), odd: [] });
  }
  return trials;
}

async function convert(seller: Person, trial: Trial, twice: boolean): Promise<void> {
  const { customerId, spoiled } = trial;
  const opportunity = {
    name: `Deal of ${customerId}`,
    amount: '100.50',
    currency: 'CNY',
    ...(spoiled && { productIds: [customerId] }),
  };
  const body = { opportunity, contact: { name: `Contact of ${customerId}` } };
  const send = async (key: string): Promise<void> => {
    const headers = { 'idempotency-key': key };
    const path = `/v1/customers/${customerId}:convert`;
    const { status, text } = await untilAnswered(() => seller.send(jsonRequest('POST', path, body, headers)));
    if (status === 202) trial.accepted.add((JSON.parse(text) as { id: string }).id);
    else if (!text.includes('conversion-running')) trial.odd.push(`${status} ${text}`);
  };
  const first = `convert-${customerId}`;
  await Promise.all([send(first), send(first), ...(twice ? [send(`${first}-again`)] : [])]);
}

/** Resolves when no conversion of these customers runs, or when patience ends: to how many still run. */
async function untilEnded(stage: Stage, customerIds: string[]): Promise<number> {
  for (const end = Date.now() + patience; ; await sleep(200)) {
    const running = (await conversionsOf(stage, customerIds)).filter(
      ({ state }) => state === 'started',
    ).length;
    if (running === 0 || Date.now() > end) return running;
  }
}

function conversionsOf(stage: Stage, customerIds: string[]): Promise<ConversionRow[]> {
  return stage.database('customer', (query) =>
    query<ConversionRow>(
      'SELECT id, customer_id, state, reason, opportunity_id FROM conversion WHERE customer_id = ANY ($1::uuid[])',
      [customerIds],
    ),
  );
}

async function judge(stage: Stage, trials: readonly Trial[], tally: Tally): Promise<void> {
  const ids = trials.map(({ customerId }) => customerId);
  const conversions = Map.groupBy(await conversionsOf(stage, ids), (row) => row.customer_id);
  const statuses = await stage.database('customer', (query) =>
    query<{ id: string; status: string; contacts: number }>(
      `SELECT c.id, c.status, (SELECT count(*)::int FROM contact k WHERE k.customer_id = c.id) AS contacts
       FROM customer c WHERE c.id = ANY ($1::uuid[])`,
      [ids],
    ),
  );
  const customer = new Map(statuses.map((row) => [row.id, row]));
  const opportunities = Map.groupBy(
    await stage.database('sales-pipeline', (query) =>
      query<{ id: string; customer_id: string; conversion_id: string }>(
        'SELECT id, customer_id, conversion_id FROM opportunity WHERE customer_id = ANY ($1::uuid[])',
        [ids],
      ),
    ),
    (row) => row.customer_id,
  );
  for (const trial of trials) {
    const { customerId } = trial;
    const ends = conversions.get(customerId) ?? [];
    const deals = opportunities.get(customerId) ?? [];
    const { status = 'gone', contacts = 0 } = customer.get(customerId) ?? {};
    const wrong = faultOf(trial, ends, deals, status, contacts);
    tally.check(wrong && `customer ${customerId}: ${wrong}`, wrong?.replace(/[0-9a-f-]{36}|\d+/g, '_'));
  }
}

function faultOf(
  { spoiled, accepted, odd }: Trial,
  ends: readonly ConversionRow[],
  deals: readonly { id: string; conversion_id: string }[],
  status: string,
  contacts: number,
): string | undefined {
  if (odd[0]) return `answered ${odd[0]}`;
  if (accepted.size === 0) return 'was never converted';
  if (ends.length !== accepted.size || !ends.every(({ id }) => accepted.has(id)))
    return `${ends.length} conversions, ${accepted.size} accepted`;
  // All speak of the same contact: who converts again after a refusal finds it.
  if (contacts !== 1) return `${contacts} contacts of ${ends.length} conversions`;
  const state = spoiled ? 'failed' : 'done';
  const other = ends.find((one) => one.state !== state);
  if (other) return `is ${other.state} (${other.reason}) instead of ${state}`;
  if (status !== (spoiled ? 'prospect' : 'negotiating')) return `has the status ${status}`;
  if (deals.length !== (spoiled ? 0 : ends.length))
    return `${deals.length} opportunities of ${ends.length} conversions`;
  const lost = ends.find(
    ({ id, opportunity_id }) =>
      !spoiled && !deals.some((deal) => deal.conversion_id === id && deal.id === opportunity_id),
  );
  return lost && `conversion ${lost.id} has no opportunity`;
}
