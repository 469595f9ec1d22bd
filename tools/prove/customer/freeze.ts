import type { Ground } from '../proof.ts';
import type { HttpClient } from '../stage/http.ts';
import type { Stage } from '../stage/stage.ts';
import { atOnce, engageTeam, inGroups, make, outcome, post, setStrategy } from './team.ts';

const owners = { small: 4, large: 100 } as const;

/** How many prospects somebody may freeze, and how many are tried at once. */
const quota = 5;
const wanted = 16;

/**
 * Somebody freezes more prospects than the quota allows at the same moment on two processes: as many as allowed are
 * frozen, the others refused; one that is thawed makes room for one of many (`freeze-quota-holds`).
 */
export async function freezeRaces(
  { stage, size, random, tallies }: Ground,
  second: HttpClient,
): Promise<void> {
  const key = random.uuid().slice(0, 8);
  const team = await engageTeam(stage, second, `freeze-${key}`, owners[size]);
  const tally = tallies.of('freeze-quota-holds');
  const until = new Date(Date.now() + 5 * 24 * 3_600_000).toISOString();
  for (const member of team.members) {
    await setStrategy(stage, second, member.id, {
      freeze: true,
      freezeMaxDays: 10,
      freezeMaxPerOwner: quota,
    });
    const ids: string[] = [];
    await inGroups(Array.from({ length: wanted }), wanted, async (_, i) => {
      const body = { kind: 'company', name: `Frozen ${random.uuid()}` };
      ids.push((await make(member.by(i), '/v1/customers', body)).id);
    });
    const freeze = (some: readonly string[]): Promise<string[]> =>
      atOnce(some.length, async (turn) => {
        const path = `/v1/customers/${some[turn]}:freeze`;
        return outcome(await post(member.by(turn), path, { until, reason: 'A fair' }));
      });
    const check = async (said: string[], free: number): Promise<void> => {
      const done = said.filter((one) => one === 'done').length;
      const frozen = await frozenOf(stage, member.id);
      const others = said.every((one) => one === 'done' || one === 'freeze-quota');
      const right = done === free && frozen === quota && others;
      tally.check(
        right ? undefined : `${frozen} of ${quota} are frozen, ${free} were free: ${said.join(', ')}`,
      );
    };
    const first = await freeze(ids);
    await check(first, quota);
    const [thawed = ''] = ids.filter((_, turn) => first[turn] === 'done');
    await make(member.by(0), `/v1/customers/${thawed}:unfreeze`, {});
    await check(await freeze(ids.filter((_, turn) => first[turn] !== 'done')), 1);
  }
}

async function frozenOf(stage: Stage, ownerId: string): Promise<number> {
  const [row] = await stage.database('customer', (query) =>
    query<{ frozen: number }>(
      'SELECT count(*)::int AS frozen FROM customer WHERE owner_id = $1 AND freeze_until > now()',
      [ownerId],
    ),
  );
  return row?.frozen ?? 0;
}
