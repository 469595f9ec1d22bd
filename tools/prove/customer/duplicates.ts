import type { Ground } from '../proof.ts';
import type { Random } from '../random.ts';
import type { HttpClient } from '../stage/http.ts';
import { jsonRequest, untilAnswered, type Person } from '../stage/person.ts';
import type { Stage } from '../stage/stage.ts';
import { ended, upload } from './imports.ts';
import { innOf, spellings } from './spellings.ts';
import { engageTeam, make, outcome, post, type Member } from './team.ts';
import { openWebForm, type WebDoor } from './web-leads.ts';

/** Rounds of each kind of key. */
const rounds = { small: 4, large: 100 } as const;

/** What two records must not share unless somebody gives a reason. */
type Key = 'tax' | 'name' | 'phone' | 'email';
const keys: readonly Key[] = ['tax', 'name', 'phone', 'email'];

/** Copies of each kind of request. */
const creates = 6;
const changes = 4;
const files = 2;

interface Scene {
  stage: Stage;
  members: Member[];
  web: WebDoor;
  random: Random;
}

/** A request of the race: what it is, and what became of it. */
interface Try {
  what: string;
  send: () => Promise<string>;
}

/** Answers of those who were not the first. */
const refusals = new Set(['duplicate', 'possible-duplicate', 'refused-row']);

/**
 * Creates, changes, new contacts, imports and web leads that share a tax number, a company's name, a phone or an e-mail
 * come at the same moment to two processes, each spelled in its own way (legal forms, full width, Cyrillic and Latin
 * look-alikes, case): one is taken, every other one refused with its reason, and no second record has the key
 * (`duplicate-born`, one trial a request). Who gives a reason for a likeness is let in; for a tax number nobody is
 * (`duplicate-with-reason`).
 */
export async function duplicateRaces(ground: Ground, second: HttpClient): Promise<void> {
  const { stage, size, random, tallies, say } = ground;
  const key = random.uuid().slice(0, 8);
  const team = await engageTeam(stage, second, `alike-${key}`, 4);
  const web = await openWebForm(stage, second, team.members[0]!.id, rounds[size] * keys.length * 2);
  // So many refusals of one person are told of nobody's customers but in a race.
  await stage.administrator.call('PATCH', '/v1/publicSearchSetting', { duplicateLimit: 10_000 });
  const scene = { stage, members: team.members, web, random };
  let sent = 0;
  for (let round = 0; round < rounds[size]; round++) {
    for (const kind of keys) {
      const tries = await triesOf(kind, scene);
      const said = await Promise.all(
        random.shuffled(tries).map(async ({ what, send }) => ({ what, said: await send() })),
      );
      sent += said.length;
      const first = said.filter(({ said: one }) => one === 'done');
      const tally = tallies.of('duplicate-born');
      for (const { what, said: one } of said) {
        const right = one === 'done' ? first.length === 1 : refusals.has(one);
        const all = said.map((other) => `${other.what} ${other.said}`).join(', ');
        tally.check(
          right ? undefined : `${kind}: ${what} was answered ${one}; ${all}`,
          `${kind} ${what} ${one}`,
        );
      }
      await withReason(kind, scene, ground);
    }
  }
  const born = await bornTwice(
    stage,
    team.members.map(({ id }) => id),
  );
  tallies
    .of('duplicate-born')
    .check(born === 0 ? undefined : `${born} keys are claimed by two records without a reason`);
  const left = await web.settled();
  tallies.of('duplicate-born').check(left);
  say(`${sent} requests raced for ${rounds[size] * keys.length} keys`);
}

async function triesOf(kind: Key, scene: Scene): Promise<Try[]> {
  const { members, random } = scene;
  const plain = keyOf(kind, random);
  const texts = random.shuffled(spellings(kind, plain));
  const text = (i: number): string => texts[i % texts.length] ?? plain;
  const member = (i: number): Member => members[i % members.length]!;
  const nameFor = (i: number): string => (kind === 'name' ? text(i) : unlike(random));
  const there = await Promise.all(
    Array.from({ length: 2 * changes }, (_, i) =>
      make(member(i).by(i), '/v1/customers', { kind: 'company', name: unlike(random) }),
    ),
  );
  const tries: Try[] = [];
  for (let i = 0; i < creates; i++) {
    const body = { kind: 'company', name: nameFor(i), ...fieldOf(kind, text(i)) };
    tries.push({
      what: 'create',
      send: async () => outcome(await post(member(i).by(i), '/v1/customers', body)),
    });
  }
  for (let i = 0; i < changes; i++) {
    const body = kind === 'name' ? { name: text(i + 1) } : fieldOf(kind, text(i + 1));
    const path = `/v1/customers/${there[i]!.id}`;
    tries.push({ what: 'change', send: () => patched(member(i).by(i + 1), path, body) });
  }
  if (kind === 'phone' || kind === 'email') {
    for (let i = 0; i < changes; i++) {
      const path = `/v1/customers/${there[changes + i]!.id}/contacts`;
      const body = { name: `Contact ${i}`, ...fieldOf(kind, text(i)) };
      tries.push({ what: 'contact', send: async () => outcome(await post(member(i).by(i), path, body)) });
    }
  }
  for (let i = 0; i < files; i++) {
    tries.push({ what: 'import', send: () => imported(member(i).by(i), kind, nameFor(i + 2), text(i + 2)) });
  }
  if (kind !== 'tax') {
    tries.push({ what: 'web lead', send: () => scene.web.submit(kind, text(3), unlike(random)) });
  }
  return tries;
}

function fieldOf(kind: Key, text: string): object {
  if (kind === 'tax') return { taxNumber: text, addresses: [{ country: 'RU', city: 'Moscow' }] };
  if (kind === 'phone') return { phones: [{ raw: text, kind: 'work' }] };
  return kind === 'email' ? { emails: [text] } : {};
}

async function patched(person: Person, path: string, body: object): Promise<string> {
  return outcome(await untilAnswered(() => person.send(jsonRequest('PATCH', path, body))));
}

async function imported(person: Person, kind: Key, name: string, text: string): Promise<string> {
  const column = { tax: 'taxNumber', phone: 'phone', email: 'email', name: 'note' }[kind];
  const cells = kind === 'tax' ? `${name}\t${text}\tRU` : `${name}\t${kind === 'name' ? '' : text}\t`;
  const columns = { a: 'name', b: column, c: 'country' };
  const id = await upload(person, `a\tb\tc\n${cells}\n`, columns, { delimiter: '\t' });
  const { state, failure, rowsCreated, rowsRejected } = await ended(person, id);
  if (state !== 'done') return `${state} ${failure}`;
  return rowsCreated === 1 ? 'done' : rowsRejected === 1 ? 'refused-row' : 'nothing';
}

/** Six who say why are let in with a soft key, all of them; with a hard one none but the first. */
async function withReason(kind: Key, { members, random }: Scene, { tallies }: Ground): Promise<void> {
  const plain = keyOf(kind, random);
  const texts = spellings(kind, plain);
  const query = '?acceptDuplicates=true&duplicateReason=Another%20branch';
  const answers = await Promise.all(
    Array.from({ length: creates }, async (_, i) => {
      const text = texts[i % texts.length] ?? plain;
      const body = { kind: 'company', name: kind === 'name' ? text : unlike(random), ...fieldOf(kind, text) };
      return outcome(await post(members[i % members.length]!.by(i), `/v1/customers${query}`, body));
    }),
  );
  const done = answers.filter((one) => one === 'done').length;
  const right =
    kind === 'tax'
      ? done === 1 && answers.every((one) => one === 'done' || one === 'duplicate')
      : done === creates;
  tallies.of('duplicate-with-reason').check(right ? undefined : `${kind}: ${answers.join(', ')}`, kind);
}

/** Keys of which more than one record has the claim, or of which two have none although nobody gave a reason. */
async function bornTwice(stage: Stage, ownerIds: string[]): Promise<number> {
  const rows = await stage.database('customer', (query) =>
    query<{ kind: string }>(
      `SELECT m.kind FROM match_key m JOIN customer c ON c.id = m.customer_id
       WHERE c.owner_id = ANY ($1::uuid[]) AND m.strength <> 'weak' AND m.kind <> 'domain'
         AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.action = 'accept-duplicate'
           AND (a.object_id = c.id::text OR a.object_id = m.contact_id::text))
       GROUP BY m.kind, m.key HAVING count(DISTINCT m.customer_id) > 1 OR count(*) FILTER (WHERE m.claimed) > 1`,
      [ownerIds],
    ),
  );
  return rows.length;
}

/** A key that nobody has. */
function keyOf(kind: Key, random: Random): string {
  const digits = (count: number): string => Array.from({ length: count }, () => random.whole(0, 9)).join('');
  if (kind === 'tax') return innOf(`77${digits(7)}`);
  if (kind === 'phone') return `495${random.whole(2, 9)}${digits(6)}`;
  if (kind === 'email') return `a${random.uuid().replaceAll('-', '')}@alike.example`;
  return `${pick(random, 3)} ${pick(random, 4)}`;
}

/** Words of letters that stand in both alphabets, so that either may be written. */
function pick(random: Random, length: number): string {
  return Array.from({ length: 2 * length }, (_, i) => random.pick(i % 2 ? [...'AEO'] : [...'BCHKMPTX'])).join(
    '',
  );
}

/** A name that is like no other. */
function unlike(random: Random): string {
  return `Single ${random.uuid()}`;
}
