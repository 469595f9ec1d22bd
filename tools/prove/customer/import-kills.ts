import { setTimeout as sleep } from 'node:timers/promises';
import type { Tally } from '../claim.ts';
import type { Ground } from '../proof.ts';
import type { Random } from '../random.ts';
import type { HttpClient } from '../stage/http.ts';
import { killInTurn } from '../stage/kills.ts';
import type { Stage } from '../stage/stage.ts';
import { baseOf, csvOf, newRow, type FileRow } from './import-rows.ts';
import { ended, upload, type ImportRun } from './imports.ts';
import { engageTeam, make, type Member } from './team.ts';

/** Rows of the first file: several batches, of imports and of undoing. */
const rows = { small: 520, large: 6_000 } as const;
const rounds = { small: 1, large: 30 } as const;

const columns = {
  id: 'externalId',
  name: 'name',
  segment: 'segment',
  note: 'note',
  mail: 'email',
  who: 'contact1Name',
  tel: 'contact1Phone',
};
const mortal = ['customer', 'customer-2'] as const;

/** Ways in which a file is taken. */
type Mode = 'create' | 'both' | 'update';

/**
 * A file is imported that creates, and undone; it is imported again, then one that changes half and adds more, and one
 * that only changes, each of them undone, while both processes are killed at random: after every import each row is there
 * once, as the file says, and the figures count each row once (`import-under-kills`); undone, everything is what it was
 * before, with contacts and what duplicates are recognised by (`undo-under-kills`). What a dead process held is freed at
 * once instead of after its half minute, now and then also what a living one holds.
 */
export async function importKills(ground: Ground, second: HttpClient): Promise<void> {
  const { stage, size, random, say } = ground;
  const key = random.uuid().slice(0, 8);
  const team = await engageTeam(stage, second, `import-${key}`, 1);
  for (let round = 0; round < rounds[size]; round++) {
    const killing = new AbortController();
    const kills = killInTurn(stage, random.fork(), mortal, killing.signal, 2_000);
    const freeing = freeLeases(stage, random.fork(), killing.signal);
    try {
      await takeAndUndo(ground, team.members[0]!, `${key}-${round}`);
    } finally {
      killing.abort();
      say(`${await kills} deaths while ${rows[size]} rows were imported, changed and undone`);
      await freeing;
      await stage.ready();
    }
  }
}

async function takeAndUndo(ground: Ground, member: Member, source: string): Promise<void> {
  const { stage, size, random, tallies } = ground;
  const count = rows[size];
  const first = Array.from({ length: count }, (_, i) => newRow(random, i));
  // Of the imports that change, fewer: each record is given back by itself.
  const few = first.slice(0, size === 'small' ? 160 : count);
  const more = Array.from({ length: few.length / 4 }, (_, i) => newRow(random, count + i));
  const half = few
    .slice(0, few.length / 2)
    .map((row, i) => ({ ...row, segment: 'other', note: `note ${i}` }));
  const some = few.flatMap((row, i) =>
    i % 5 ? [] : [{ ...row, name: `${row.name} anew`, tel: `${row.tel.slice(0, -1)}${random.whole(0, 9)}` }],
  );
  const steps: [Mode, FileRow[], boolean][] = [
    ['create', first, true],
    ['create', few, false],
    ['both', [...half, ...more], true],
    ['update', some, true],
  ];
  let standing: ReadonlyMap<string, FileRow> = new Map();
  for (const [mode, file, undone] of steps) {
    const base = await baseOf(stage, source);
    const options = { source, mode, match: 'external_id', delimiter: '\t' };
    const id = await upload(
      member.by(random.whole(0, 1)),
      csvOf(file, Object.keys(columns)),
      columns,
      options,
    );
    const run = await ended(member.by(0), id, 180_000);
    const after = new Map([...standing, ...file.map((row) => [row.id, row] as const)]);
    const tally = tallies.of('import-under-kills');
    tally.check(figuresFault(mode, run, file, standing));
    checkRows(tally, mode, after, await baseOf(stage, source));
    if (undone)
      await undo(stage, member, id, base, [...after.keys()], source, tallies.of('undo-under-kills'));
    else standing = after;
  }
}

/** Each row is there once, with what the file says. */
function checkRows(
  tally: Tally,
  mode: Mode,
  after: ReadonlyMap<string, FileRow>,
  now: ReadonlyMap<string, string>,
): void {
  for (const [externalId, { name, segment, note, mail, tel }] of after) {
    const found = now.get(externalId);
    const right =
      found !== undefined &&
      [name, segment, note, mail, tel].every((text) => found.includes(JSON.stringify(text)));
    const twice = found?.startsWith('twice') ?? false;
    tally.check(right && !twice ? undefined : `${mode}: row ${externalId} is ${found ?? 'gone'}`, mode);
  }
  tally.check(now.size === after.size ? undefined : `${mode}: ${now.size} customers of ${after.size} rows`);
}

/** What is wrong with the figures of an import of these rows, where others stood. */
function figuresFault(
  mode: Mode,
  run: ImportRun,
  file: readonly FileRow[],
  standing: ReadonlyMap<string, FileRow>,
): string | undefined {
  const created = file.filter(({ id }) => !standing.has(id)).length;
  const updated = file.filter((row) => standing.has(row.id) && !isSame(row, standing.get(row.id))).length;
  const unchanged = file.length - created - updated;
  const right =
    run.state === 'done' &&
    run.rowsCreated === created &&
    run.rowsUpdated === updated &&
    run.rowsUnchanged === unchanged &&
    run.rowsRejected + run.rowsSkipped === 0;
  const figures = `${created} new, ${updated} changed, ${unchanged} unchanged rows`;
  return right ? undefined : `${mode}: ${figures} became ${JSON.stringify(run)}`;
}

const isSame = (row: FileRow, other: FileRow | undefined): boolean =>
  JSON.stringify(row) === JSON.stringify(other);

async function undo(
  stage: Stage,
  member: Member,
  id: string,
  base: ReadonlyMap<string, string>,
  ids: readonly string[],
  source: string,
  tally: Tally,
): Promise<void> {
  await make(member.by(1), `/v1/imports/${id}:undo`, {});
  const run = await ended(member.by(0), id, 180_000);
  const now = await baseOf(stage, source);
  tally.check(
    run.state === 'undone' && run.recordsKept === 0 ? undefined : `undone as ${JSON.stringify(run)}`,
  );
  for (const externalId of new Set([...base.keys(), ...now.keys(), ...ids])) {
    const [was, is] = [base.get(externalId), now.get(externalId)];
    tally.check(
      was === is ? undefined : `row ${externalId} was ${was ?? 'not there'} and is ${is ?? 'gone'}`,
      'row',
    );
  }
}

/** The time that a lease lasts is over at once. */
async function freeLeases(stage: Stage, random: Random, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(random.whole(1_000, 2_500));
    await stage.database('customer', (query) =>
      query(
        `UPDATE import SET lease_until = clock_timestamp(), attempts = 0 WHERE state IN ('running', 'undoing')`,
      ),
    );
  }
}
