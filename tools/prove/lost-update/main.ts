import type { Tally } from '../claim.ts';
import type { Ground } from '../proof.ts';
import type { Random } from '../random.ts';
import { jsonRequest, untilAnswered, type Person } from '../stage/person.ts';

const records = { small: 50, large: 500 } as const;

/** People who edit one record at the same time. */
const editors = 10;
/** Edits that each makes, and how often he tries at most: whoever is bound is often too late. */
const editsEach = 3;
const triesEach = 15;

/**
 * Ten editors change each record at the same time, half of them bound to the version that they read. The version counts
 * the accepted edits (`version-is-edits`), and whoever was bound replaced just what he had read (`silent-overwrites`).
 */
export async function lostUpdate({ stage, size, random, tallies, say }: Ground): Promise<void> {
  const person = await stage.engage(`editor-${random.uuid().slice(0, 8)}@prove.example`);
  let accepted = 0;
  for (let i = 0; i < records[size]; i++) {
    const record = { random: random.fork(), overwrites: tallies.of('silent-overwrites') };
    accepted += await editTogether(person, { ...record, counts: tallies.of('version-is-edits') });
  }
  say(`${accepted} edits were accepted`);
}

interface Contest {
  random: Random;
  overwrites: Tally;
  counts: Tally;
}

/** An accepted edit: which version it made, of which it was to be the successor. */
interface Edit {
  made: number;
  /** The version that the editor had read and insisted on; undefined where he did not. */
  bound: number | undefined;
  note: string;
}

interface Customer {
  id: string;
  etag: string;
  note: string;
}

async function editTogether(person: Person, { random, overwrites, counts }: Contest): Promise<number> {
  const { id } = await person.call<Customer>('POST', '/v1/customers', {
    kind: 'person',
    name: random.uuid(),
  });
  const path = `/v1/customers/${id}`;
  const edits: Edit[] = [];
  const editor = async (insists: boolean, chance: Random): Promise<void> => {
    for (let made = 0, tries = 0; made < editsEach && tries < triesEach; tries++) {
      const read = await person.call<Customer>('GET', path);
      const note = chance.uuid();
      const headers: Record<string, string> = insists ? { 'if-match': `"${read.etag}"` } : {};
      const answer = await untilAnswered(() => person.send(jsonRequest('PATCH', path, { note }, headers)));
      if (answer.status === 412 && insists) continue;
      if (answer.status !== 200) throw new Error(`PATCH ${path}: ${answer.status} ${answer.text}`);
      made += 1;
      edits.push({
        made: Number((JSON.parse(answer.text) as Customer).etag),
        bound: insists ? Number(read.etag) : undefined,
        note,
      });
    }
  };
  await Promise.all(Array.from({ length: editors }, (_, i) => editor(i % 2 === 0, random.fork())));
  for (const { made, bound } of edits) {
    if (bound === undefined) continue;
    overwrites.check(
      made === bound + 1 ? undefined : `${path}: version ${made} replaced another than ${bound}`,
    );
  }
  const last = await person.call<Customer>('GET', path);
  const newest = edits.toSorted((a, b) => a.made - b.made).at(-1);
  const versions = new Set(edits.map(({ made }) => made)).size;
  const right =
    Number(last.etag) === 1 + edits.length && versions === edits.length && last.note === newest?.note;
  counts.check(right ? undefined : `${path}: version ${last.etag} after ${edits.length} accepted edits`);
  return edits.length;
}
