import { setTimeout as sleep } from 'node:timers/promises';
import type { Ground } from '../proof.ts';
import type { Random } from '../random.ts';
import { operationsOf, type Operation } from '../fuzz/operations.ts';
import { listen } from '../fuzz/listen.ts';
import { NoAnswer, type Answer, type RawRequest } from '../stage/http.ts';
import { restrictedFields } from './canary-fields.ts';
import { askAlike } from './canary-alike.ts';
import { checkMatrix, checkPlanted } from './canary-claims.ts';
import { KnownRecords } from './canary-known.ts';
import { plantFor } from './canary-records.ts';
import { drawQuestion, isAnswered, methodOf, searchable } from './canary-questions.ts';
import { canariesIn, shownFields, type Canary } from './canary-search.ts';
import { engageViewers, type Viewer } from './canary-viewers.ts';

const requests = { small: 3_000, large: 20_000 } as const;
const concurrency = 12;
/** A reminder is due within the minute, and its mail leaves at once. */
const mailPatience = 90_000;

/** Fields that an operation tells strangers on purpose: they stand on a public page, whoever looks at it. */
const toldToStrangers: Readonly<Record<string, readonly string[]>> = {
  // What a visitor agrees to has to be read.
  getWebFormPage: ['web-form.name', 'web-form.consentText'],
};

/** Operations that cost the server a password hash, or have no end. */
const dear = new Set(['createSession', 'createPerson', 'forgotPassword', 'redeemPassword', 'changePassword']);
const endless = new Set(['streamEvents']);

/**
 * Values that stand in one field only, in every field of every record, and people who reach all records and may not see
 * the fields: `canary-hits` are answers, live events and mails that hold one of the values or one of the fields;
 * `canary-searches` are filters and orders by such fields that were not refused; `canary-matrix` says that each operation
 * was asked by somebody from whom each field of each object is hidden; `canary-control`, that who may see finds them.
 */
export async function canary(ground: Ground): Promise<void> {
  const { stage, size, random, tallies, say } = ground;
  const document = await stage.http.send({ method: 'GET', path: '/openapi.json' });
  const operations = operationsOf(JSON.parse(document.text) as Record<string, unknown>);
  const permissions = [...new Set(operations.flatMap(({ permission }) => permission ?? []))];
  const tag = random.uuid().slice(0, 8);
  const viewers = await engageViewers(stage, tag, permissions);
  const victim = await stage.engage(`canary-victim-${tag}@prove.example`);
  const planting = await plantFor(ground, viewers, victim.id);
  for (const [call, answer] of planting.refused) say(`${call} planted nothing: ${answer}`);
  await checkPlanted(stage.administrator, planting, tallies);
  const search = new CanarySearch(planting.canaries, (what) => tallies.of('canary-hits').check(what));
  const ears = await Promise.all(viewers.map(({ person }) => listen(stage, person)));
  const known = new KnownRecords(planting.planted, {
    people: [victim.id],
    ownerId: [victim.id],
    personId: [victim.id],
    // One record to look at beside another, and to lose, where a viewer may merge.
    loserId: (planting.planted.get('customer') ?? []).slice(-1).map((path) => path.split('/').at(-1) ?? ''),
  });
  const asked = new Map<string, Set<string>>();
  const accepted = new Set<string>();
  const ask = async (
    operation: Operation,
    viewer: Viewer,
    request: RawRequest,
  ): Promise<Answer | undefined> => {
    const answer = await send(viewer, request);
    if (!answer) return undefined;
    search.look(operation, viewer, request, answer);
    if (answer.status < 300) {
      accepted.add(operation.id);
      known.learn(request.path, bodyOf(answer));
    }
    if (isAnswered(operation, answer))
      asked.set(operation.id, (asked.get(operation.id) ?? new Set()).add(viewer.name));
    return answer;
  };
  await everySearch(operations, viewers, known, random, async (operation, viewer, request, what) => {
    const answer = await ask(operation, viewer, request);
    if (answer)
      tallies
        .of('canary-searches')
        .check([403, 404].includes(answer.status) ? undefined : `${answer.status} for ${what}`);
  });
  await askAlike(operations, viewers, planting.canaries, tallies, ask);
  // Before anybody logs a talk, which calls a reminder off.
  await awaitMails(ground, viewers);
  await askAll(operations, viewers, known, requests[size], random, ask);
  for (const [index, { heard, close }] of ears.entries()) {
    search.text('live events', viewers[index] as Viewer, heard());
    asked.set('streamEvents', new Set(viewers.map(({ name }) => name)));
    close();
  }
  for (const viewer of viewers)
    for (const { raw } of mailsTo(ground, viewer)) search.text('a mail', viewer, raw);
  checkMatrix(operations, viewers, asked, tallies);
  say(
    `never accepted from a viewer: ${operations.flatMap(({ id }) => (accepted.has(id) ? [] : [id])).join(', ')}`,
  );
  say(
    `${planting.canaries.length} canaries in ${restrictedFields().length} fields of objects: ${search.looks} looks`,
  );
}

type Ask = (operation: Operation, viewer: Viewer, request: RawRequest) => Promise<Answer | undefined>;

/** Each operation from each viewer, and then whatever comes up, until so many requests were made. */
async function askAll(
  operations: readonly Operation[],
  viewers: readonly Viewer[],
  known: KnownRecords,
  most: number,
  random: Random,
  ask: Ask,
): Promise<void> {
  const asked = operations.filter(({ id }) => !endless.has(id));
  // Who may fill what must be filled gets furthest, and so is asked most.
  const due = asked.flatMap((operation) =>
    viewers.flatMap((viewer) =>
      Array.from({ length: viewer.name === 'writer' ? 8 : 3 }, () => [operation, viewer] as const),
    ),
  );
  let left = Math.max(most, due.length);
  const repeatable: RawRequest[] = [];
  const worker = async (chance: Random): Promise<void> => {
    while (left-- > 0) {
      const [operation, viewer] = due.splice(chance.whole(0, Math.max(due.length - 1, 0)), 1)[0] ?? [
        chance.pick(asked),
        chance.pick(viewers),
      ];
      if (due.length === 0 && dear.has(operation.id) && chance.chance(0.9)) continue;
      const request = drawQuestion(operation, viewer, known, chance);
      const answer = await ask(operation, viewer, request);
      if (!answer || answer.status >= 300) continue;
      // The same again is answered from what is stored; the next page hides where it begins.
      if (operation.verb === 'POST' && repeatable.push(request) % 3 === 0)
        await ask(operation, viewer, request);
      const { nextPageToken } = bodyOf(answer) as { nextPageToken?: string };
      if (nextPageToken && !request.path.includes('pageToken'))
        await ask(operation, viewer, {
          ...request,
          path: `${request.path}${request.path.includes('?') ? '&' : '?'}pageToken=${encodeURIComponent(nextPageToken)}`,
        });
    }
  };
  await Promise.all(Array.from({ length: concurrency }, () => worker(random.fork())));
}

/** Each filter and each order by a field that is hidden from a viewer. */
async function everySearch(
  operations: readonly Operation[],
  viewers: readonly Viewer[],
  known: KnownRecords,
  random: Random,
  ask: (operation: Operation, viewer: Viewer, request: RawRequest, what: string) => Promise<void>,
): Promise<void> {
  for (const operation of operations)
    for (const { parameter, value, field } of searchable(operation))
      for (const viewer of viewers) {
        if (!field || field.endsWith('.id') || !viewer.covered(field)) continue;
        const { path, ...rest } = drawQuestion(
          {
            ...operation,
            parameters: operation.parameters.filter((one) => one.in === 'path' || one.required),
          },
          viewer,
          known,
          random,
        );
        const joined = path.includes('?') ? '&' : '?';
        const request = { ...rest, path: `${path}${joined}${parameter}=${encodeURIComponent(value)}` };
        await ask(operation, viewer, request, `${viewer.name} ${operation.id} ${parameter} ${field}`);
      }
}

/** Sends it signed in; somebody whose session was ended by a request signs in again. */
async function send(viewer: Viewer, request: RawRequest): Promise<Answer | undefined> {
  viewer.sent.push(`${request.path} ${request.body?.toString('utf8') ?? ''}`);
  try {
    const answer = await viewer.person.send(request);
    if (answer.status === 401) viewer.renew();
    return answer;
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return undefined;
  }
}

/** Waits until each viewer has got a reminder by mail: without one there is nothing to look through. */
async function awaitMails(ground: Ground, viewers: readonly Viewer[]): Promise<void> {
  const end = Date.now() + mailPatience;
  for (const viewer of viewers) {
    while (mailsTo(ground, viewer).length === 0 && Date.now() < end) await sleep(500);
    const came = mailsTo(ground, viewer).length > 0;
    ground.tallies.of('canary-mails-arrive').check(came ? undefined : `${viewer.name} got no reminder`);
  }
}

function mailsTo({ stage }: Ground, { person }: Viewer): { raw: string }[] {
  return stage.sink.mails.filter(({ to, raw }) => to === person.email && /contact/i.test(raw));
}

/** Looks for canaries in whatever reaches a viewer. */
class CanarySearch {
  looks = 0;
  private readonly canaries: readonly Canary[];
  private readonly tally: (hit: string | undefined) => void;

  constructor(canaries: readonly Canary[], tally: (hit: string | undefined) => void) {
    this.canaries = canaries;
    this.tally = tally;
  }

  /** What a viewer sent along comes from the viewer. */
  look(operation: Operation, viewer: Viewer, { path, body }: RawRequest, answer: Answer): void {
    const method = methodOf(operation);
    const shown = method
      ? shownFields(method, { status: answer.status, body: bodyOf(answer) }, viewer.covered, viewer.masked)
      : [];
    this.text(
      operation.id,
      viewer,
      `${JSON.stringify(answer.headers)} ${answer.text}`,
      `${path} ${body?.toString('utf8') ?? ''}`,
    );
    if (shown.length > 0)
      this.tally(`${viewer.name} ${operation.id} shows ${[...new Set(shown)].join(', ')}`);
  }

  text(where: string, viewer: Viewer, text: string, sent = ''): void {
    this.looks += 1;
    const hits = canariesIn(text, this.canaries).filter(
      ({ field, needle }) =>
        viewer.covered(field) && !sent.includes(needle) && !toldToStrangers[where]?.includes(field),
    );
    this.tally(
      hits.length > 0
        ? `${viewer.name} ${where} tells ${[...new Set(hits.map(({ field }) => field))].join(', ')}`
        : undefined,
    );
  }
}

function bodyOf({ text, headers }: Answer): unknown {
  if (!/json/.test(String(headers['content-type']))) return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return {};
  }
}
