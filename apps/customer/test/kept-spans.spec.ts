import type { StageMovement } from '@kontor/contracts/gen/kontor/customer/v1/stage_history';
import type {
  GetStageMovementResponse,
  GetStageMovementSeriesResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/stage_history_service';
import { dice } from '@kontor/testing/dice';
import type { TestPerson } from '@kontor/testing/service';
import { fillStep } from '../src/count/spans.js';
import { countStage, type CountStage } from './count-stage.js';

let stage: CountStage;

beforeAll(async () => {
  stage = await countStage();
}, 60_000);

afterAll(() => stage.service.dispose());

/** What was told of one customer's step. */
interface Told {
  guardian: string;
  day: string;
  status: string;
  kind: 'made' | 'stage' | 'other';
  change: 1 | -1;
  stayed: number | null;
}

const dayMs = 86_400_000;
const statuses = ['cooperating', 'interested', 'prospect'];
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const daysAgo = (days: number) => new Date(Date.parse(today) - days * dayMs).toISOString().slice(0, 10);
/** Midnight of a day of the company, whose clock is eight hours ahead. */
const begin = (day: string) => new Date(Date.parse(day) - 8 * 3_600_000).toISOString();

const roll = dice(20_261_122);

const one = (guardian: string): Told[] => {
  const at = { guardian, day: daysAgo(1 + roll(330)) };
  const status = () => statuses[roll(3)] as string;
  if (roll(4) === 0) return [{ ...at, status: status(), kind: 'made', change: 1, stayed: null }];
  if (roll(5) === 0) {
    return [{ ...at, status: status(), kind: 'other', change: roll(2) ? 1 : -1, stayed: null }];
  }
  const stayed = roll(3) ? roll(6) : roll(400);
  return [
    { ...at, status: status(), kind: 'stage', change: -1, stayed },
    { ...at, status: status(), kind: 'stage', change: 1, stayed: null },
  ];
};

const tell = (told: readonly Told[]) =>
  stage.rows(
    `INSERT INTO customer_delta (guardian_id, assignment_state, status, kind, change, stayed_days, time)
     SELECT guardian, 'assigned', status, kind, change, stayed, (day || 'T12:00:00+08:00')::timestamptz
     FROM jsonb_to_recordset($1::jsonb) AS t (guardian uuid, day text, status text, kind text, change integer, stayed integer)`,
    [JSON.stringify(told)],
  );

/** The movements of some days, counted one by one. */
function counted(told: readonly Told[], firstDay: string, lastDay: string): StageMovement[] {
  const within = told.filter(({ day }) => day >= firstDay && day <= lastDay);
  return statuses.flatMap((status) => {
    const theirs = within.filter((step) => step.status === status);
    const sum = (some: readonly Told[]) => some.reduce((all, { change }) => all + change, 0);
    const entered = sum(theirs.filter(({ kind, change }) => kind !== 'other' && change > 0));
    const left = 0 - sum(theirs.filter(({ kind, change }) => kind !== 'other' && change < 0));
    const moved = sum(theirs.filter(({ kind }) => kind === 'other'));
    if (!entered && !left && !moved) return [];
    const stays = theirs.flatMap(({ stayed }) => stayed ?? []).sort((a, b) => a - b);
    const medianDays = ((stays[(stays.length - 1) >> 1] ?? 0) + (stays[stays.length >> 1] ?? 0)) / 2;
    return [
      {
        status,
        entered,
        left,
        net: entered - left,
        moved,
        ...(stays.length > 0 && { medianDays }),
      } as StageMovement,
    ];
  });
}

const ask = async (by: TestPerson, request: object) => {
  const { movements } = await stage.call<GetStageMovementResponse>(
    by,
    'StageHistoryService/GetStageMovement',
    request,
  );
  return movements;
};

const series = async (by: TestPerson, bucket: string, request: object) => {
  const asked = { ...request, bucket };
  return (
    await stage.call<GetStageMovementSeriesResponse>(by, 'StageHistoryService/GetStageMovementSeries', asked)
  ).parts;
};

describe('kept weeks and months', () => {
  it('have what was told, of each person and of all, by any parts, before and after folds, and nobody reads beyond reach', async () => {
    const { service, admin, boss, rival, foldOnce, fold, mendAll } = stage;
    const ours = await service.person({ name: 'Ours', managerId: boss.id });
    const theirs = await service.person({ name: 'Theirs', managerId: rival.id });
    const told: Told[] = [];
    const scopes = [
      [ours, [ours.id], {}],
      [theirs, [theirs.id], {}],
      [boss, [ours.id], { scope: 'team' }],
      [rival, [theirs.id], { scope: 'team' }],
      [admin, [ours.id, theirs.id], { scope: 'company' }],
    ] as const;
    const look = async () => {
      const firstDay = daysAgo(30 + roll(300));
      const lastDay = daysAgo(roll(30));
      const endTime = begin(new Date(Date.parse(lastDay) + dayMs).toISOString().slice(0, 10));
      const period = { startTime: begin(firstDay), ...(lastDay < today && { endTime }) };
      for (const [by, owners, scope] of scopes) {
        const seen = told.filter(({ guardian }) => (owners as readonly string[]).includes(guardian));
        const request = { ...period, ...scope };
        expect(await ask(by, request)).toEqual(counted(seen, firstDay, lastDay));
        for (const bucket of ['week', 'month']) {
          const parts = await series(by, bucket, request);
          expect(parts.map(({ movements }) => movements)).toEqual(
            parts.map((part) => counted(seen, part.firstDay, part.lastDay)),
          );
        }
      }
    };
    for (let turn = 0; turn < 4; turn++) {
      const more = Array.from({ length: 60 }, () => one(roll(2) ? ours.id : theirs.id)).flat();
      await tell(more);
      told.push(...more);
      await look();
      await foldOnce();
      await look();
    }
    await fold();
    await look();
    expect(await mendAll()).toEqual([]);
    for (const [by, personId] of [
      [ours, theirs.id],
      [boss, theirs.id],
      [rival, ours.id],
    ] as const) {
      const request = { personId, startTime: begin(daysAgo(90)) };
      await expect(ask(by, request)).rejects.toMatchObject({ reason: 'scope-out-of-reach' });
      await expect(series(by, 'week', request)).rejects.toMatchObject({ reason: 'scope-out-of-reach' });
    }
  }, 60_000);

  it('are set right by their days where something else wrote them', async () => {
    const { service, boss, fold, rows, mendAll } = stage;
    const person = await service.person({ name: 'Mended', managerId: boss.id });
    const told = Array.from({ length: 40 }, () => one(person.id)).flat();
    await tell(told);
    await fold();
    const request = { startTime: begin(daysAgo(340)) };
    const before = await series(person, 'week', request);
    await rows(
      `UPDATE customer_span SET entered = entered + 1, stays = '{}' WHERE guardian_id = $1 AND grain = 'week'`,
      [person.id],
    );
    await rows(`DELETE FROM customer_span WHERE guardian_id = $1 AND grain = 'month'`, [person.id]);
    expect(await series(person, 'week', request)).not.toEqual(before);
    expect((await mendAll()).length).toBeGreaterThan(1);
    expect(await series(person, 'week', request)).toEqual(before);
    expect(await mendAll()).toEqual([]);
  });

  it('are made month by month of a base that is older than they are, and told by days until then', async () => {
    const { service, boss, rival, rows, fold } = stage;
    const person = await service.person({ name: 'Older', managerId: boss.id });
    const told = Array.from({ length: 60 }, () => one(person.id)).flat();
    await tell(told);
    await fold();
    const request = { personId: person.id, startTime: begin(daysAgo(340)) };
    const movements = await ask(boss, request);
    const weeks = await series(boss, 'week', request);
    // As it was before: stays in rows of their own, and no spans.
    await rows(`INSERT INTO customer_stay SELECT guardian_id, day, status, stays[at][1], sum(stays[at][2])
      FROM customer_flow CROSS JOIN LATERAL generate_subscripts(stays, 1) at GROUP BY 1, 2, 3, 4`);
    await rows(`UPDATE customer_flow SET stays = '{}'`);
    await rows('DELETE FROM customer_span');
    await rows(`UPDATE span_fill SET since = date_trunc('month', now() + interval '2 months')::date,
      first = (SELECT min(day) FROM customer_flow)`);
    for (let month = 0; ; month++) {
      expect(await ask(boss, request)).toEqual(movements);
      expect(await series(boss, 'week', request)).toEqual(weeks);
      const [fill] = await rows<{ done: boolean }>(`SELECT since = '0001-01-01' AS done FROM span_fill`);
      if (fill?.done) break;
      expect(month).toBeLessThan(20);
      await fillStep(service.running.unitOfWork);
    }
    const [kept] = await rows<{ weeks: number }>(
      `SELECT count(*)::int AS weeks FROM customer_span WHERE guardian_id = $1 AND grain = 'week'`,
      [person.id],
    );
    expect(kept?.weeks).toBeGreaterThan(20);
    await expect(ask(rival, request)).rejects.toMatchObject({ reason: 'scope-out-of-reach' });
  });
});
