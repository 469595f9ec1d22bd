import { setTimeout as sleep } from 'node:timers/promises';
import type { Kontor } from '../kontor.ts';
import type { LoadRequest } from '../load.ts';
import { as } from '../../servers/databases.ts';
import { costOf, type Cost } from './measure.ts';
import type { Company } from './people.ts';
import type { Subjects } from './questions.ts';
import { strategy } from './setting.ts';

/** What an evaluation of all prospects came to. */
export interface Reclaimed {
  prospects: number;
  taken: number;
  /** From the setting until the last prospect was taken. */
  seconds: number;
  /** What users' requests cost before, and meanwhile. */
  before: Cost;
  meanwhile: Cost;
}

/** Prospects have been silent for 0 to 99 days (made-sql.ts): of hundred, one is due. */
const days = 99;

/** How long it may take at most. */
const limitMs = 300_000;

/**
 * Switches on that prospects are reclaimed after 99 days, and measures how long it takes until all are judged and those
 * that are due are taken, and what people who read, list and log talks notice of it.
 */
export async function measureReclaim(
  kontor: Kontor,
  company: Company,
  subjects: Subjects,
): Promise<Reclaimed> {
  const users = { api: company.salesperson, requests: work(subjects), connections: 4 };
  const before = await costOf(kontor, { ...users, seconds: 10, warmSeconds: 2 });
  return as(kontor.adminUrl('customer'), async (client) => {
    const count = async (condition: string): Promise<number> => {
      const { rows } = await client.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM customer WHERE ${condition}`,
      );
      return rows[0]?.count ?? 0;
    };
    const prospect = `owner_id IS NOT NULL AND status IN ('prospect', 'interested', 'negotiating')`;
    const prospects = await count(prospect);
    const due = `${prospect} AND greatest(coalesce(assign_time, create_time), last_contact_time) <= now() - interval '${days} days'`;
    const wanted = await count(due);
    const load = costOf(kontor, { ...users, seconds: 20 });
    await sleep(1_000);
    const begun = performance.now();
    await strategy(kontor, {
      idleReclaim: true,
      idleReclaimDays: days,
      noDealReclaim: true,
      noDealReclaimDays: 3650,
      warnDaysBefore: 0,
    });
    // By the index of what nobody owns: looking on costs nothing.
    const left = async (): Promise<number> =>
      wanted - (await count(`owner_id IS NULL AND reclaim_cause IS NOT NULL`));
    for (const end = Date.now() + limitMs; (await left()) > 0; await sleep(100)) {
      if (Date.now() > end)
        throw new Error(`${await left()} prospects that are due were not taken in ${limitMs / 1000} s.`);
    }
    const seconds = (performance.now() - begun) / 1000;
    return { prospects, taken: wanted, seconds, before, meanwhile: await load };
  });
}

/** What people do meanwhile: reading, lists, and talks, which lock the customer. */
export function work({ ids }: Subjects): LoadRequest[] {
  return ids.flatMap((id, i) => [
    { method: 'GET', path: `/v1/customers/${id}` },
    ...(i % 4 === 0 ? [{ method: 'GET' as const, path: '/v1/customers' }] : []),
    {
      method: 'POST',
      path: `/v1/customers/${id}/interactions`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        manner: 'call',
        direction: 'inbound',
        content: 'They asked when the goods will come.',
      }),
    },
  ]);
}
