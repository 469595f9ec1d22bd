import type { Ground } from '../proof.ts';
import type { Random } from '../random.ts';
import { NoAnswer, type Answer } from '../stage/http.ts';
import type { Stage } from '../stage/stage.ts';
import { bodyFaults } from './body-faults.ts';
import { actorFor, cast, type Actor, type Cast } from './cast.ts';
import { bytesOf, targetOf, type Spoiled } from './draft.ts';
import { formFaults, withForm } from './form-faults.ts';
import { judge } from './judge.ts';
import { Leaks } from './leaks.ts';
import { whileListening } from './listen.ts';
import { operationsOf, type Operation } from './operations.ts';
import { requestFaults } from './request-faults.ts';
import { validDraft } from './samples.ts';
import { brokenAuthorization, forgeTokens, type ForgedToken } from './tokens.ts';
import { checkTraces, countRows } from './traces.ts';

const requests = { small: 6_000, large: 100_000 } as const;
const concurrency = 16;

/** Operations that cost the server a password hash are tried less often. */
const dear = new Set(['createSession', 'createPerson']);

/**
 * Requests made from the OpenAPI document of the running gateway, most with one fault each, sent by two people who may
 * not see each other's records, and by an administrator where only he gets past the permission.
 */
export async function fuzz({ stage, size, random, tallies, say }: Ground): Promise<void> {
  const people = await cast(stage, random);
  const document = await stage.http.send({ method: 'GET', path: '/openapi.json' });
  const operations = operationsOf(JSON.parse(document.text) as Record<string, unknown>);
  const forged = await forgeTokens(stage, await people.strangers[0].person.token());
  const before = await countRows(stage);
  const refused = new Map<string, string>();
  const accepted = new Map<string, number>();
  const byStatus = new Map<number, number>();
  const leaks = new Leaks(people);
  let left: number = requests[size];
  const worker = async (chance: Random): Promise<void> => {
    while (left > 0) {
      const operation = chance.pick(operations);
      if (dear.has(operation.id) && chance.chance(0.7)) continue;
      const actor = actorFor(operation, people, chance);
      const spoiled = spoil(operation, actor, people, chance);
      if (!spoiled) continue;
      left -= 1;
      leaks.note(spoiled, actor);
      const token = await tokenFor(spoiled, actor, forged, chance);
      const answer = await answerTo(stage, spoiled, token);
      tallies
        .of('answered')
        .check(answer ? undefined : `${spoiled.fault}: ${operation.verb} ${targetOf(spoiled.draft)}`);
      if (!answer) continue;
      byStatus.set(answer.status, (byStatus.get(answer.status) ?? 0) + 1);
      judge(spoiled, answer, tallies);
      leaks.check(spoiled, answer, actor, (what) => tallies.of('nobody-sees-others').check(what));
      if (answer.status < 400) accepted.set(operation.id, (accepted.get(operation.id) ?? 0) + 1);
      else
        refused.set(
          String(answer.headers['x-request-id']),
          `${spoiled.fault} ${operation.id} ${answer.status}`,
        );
    }
  };
  await whileListening(stage, people, tallies, async () => {
    await Promise.all(Array.from({ length: concurrency }, () => worker(random.fork())));
  });
  say(
    `answers: ${[...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, count]) => `${count} × ${status}`)
      .join(', ')}`,
  );
  await checkTraces(stage, before, refused, accepted, tallies);
}

/** A request of one person to one operation: now and then a sound one, else one with a fault. */
function spoil(operation: Operation, actor: Actor, people: Cast, random: Random): Spoiled | undefined {
  const draft = validDraft(operation, random, actor.ids);
  const sound = operation.form ? withForm(draft) : draft;
  const choice = random.next();
  if (operation.secured && choice < 0.1) return { draft: sound, fault: 'token', refusal: [401] };
  // Live events never end once they have begun: tried only with what must be refused.
  if (operation.id === 'streamEvents') return undefined;
  if (choice < 0.2) return { draft: sound, fault: 'none' };
  if (operation.form) {
    const fault = random.pick(Object.keys(formFaults));
    return { ...(formFaults[fault] as (typeof formFaults)[string])(draft, random), fault };
  }
  const [one, other] = people.strangers;
  const foreign = actor === one ? other.ids : one.ids;
  const isChief = actor === people.administrator;
  const arsenal = { foreign: isChief ? new Map<string, string[]>() : foreign, pageTokens: actor.pageTokens };
  const onBody = operation.body !== undefined && random.chance(0.6);
  // A fault that finds no occasion here gives way to another.
  for (let attempt = 0; attempt < 20; attempt++) {
    const faults = onBody ? bodyFaults : requestFaults;
    const fault = random.pick(Object.keys(faults));
    const spoiled = onBody
      ? bodyFaults[fault]?.(draft, random)
      : requestFaults[fault]?.(draft, random, arsenal);
    if (spoiled) return { ...orNotThere(spoiled), fault };
  }
  return { draft, fault: 'none' };
}

/** Whether a record is looked for before or after the rest of a request is checked, nothing says. */
function orNotThere(spoiled: Omit<Spoiled, 'fault'>): Omit<Spoiled, 'fault'> {
  const { refusal, draft } = spoiled;
  return refusal && Object.keys(draft.path).length > 0 ? { ...spoiled, refusal: [...refusal, 404] } : spoiled;
}

/** The Authorization header, where one is sent. */
async function tokenFor(
  { fault }: Spoiled,
  { person }: Actor,
  forged: ForgedToken[],
  random: Random,
): Promise<string | undefined> {
  if (fault !== 'token') return `Bearer ${await person.token()}`;
  if (random.chance(0.1)) return undefined;
  if (random.chance(0.15)) return brokenAuthorization(random, await person.token());
  return `Bearer ${random.pick(forged).token}`;
}

/** The answer; undefined where there is none even the third time. */
async function answerTo(
  stage: Stage,
  { draft }: Spoiled,
  authorization: string | undefined,
): Promise<Answer | undefined> {
  const body = bytesOf(draft);
  const headers = authorization === undefined ? draft.headers : { authorization, ...draft.headers };
  for (let attempt = 1; attempt <= 3; attempt++) {
    try {
      const request = { method: draft.operation.verb, path: targetOf(draft), headers: { ...headers } };
      return await stage.http.send({ ...request, body });
    } catch (error) {
      // A server may close the line before all of a body that is too large has left.
      if (!(error instanceof NoAnswer)) throw error;
    }
  }
  return undefined;
}
