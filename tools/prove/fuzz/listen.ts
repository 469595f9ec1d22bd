import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tallies } from '../claim.ts';
import { jsonRequest, type Person } from '../stage/person.ts';
import type { Stage } from '../stage/stage.ts';
import type { Actor, Cast } from './cast.ts';

/** An open stream of live events, and what has come over it. */
interface Ear {
  heard: () => string;
  close: () => void;
}

/** Has the two strangers listen to live events while `work` is at it; claims `live-events-are-own`. */
export async function whileListening(
  stage: Stage,
  { strangers }: Cast,
  tallies: Tallies,
  work: () => Promise<void>,
): Promise<void> {
  const ears = await Promise.all(strangers.map(({ person }) => listen(stage, person)));
  try {
    await work();
    for (const [i, ear] of ears.entries()) await hearOwn(strangers[i] as Actor, ear);
  } finally {
    for (const { close } of ears) close();
  }
  const tally = tallies.of('live-events-are-own');
  for (const [i, ear] of ears.entries()) {
    const text = ear.heard();
    tally.tried(text.split(/^data:/m).length - 1);
    const foreign = ids(strangers[1 - i]).find((id) => text.includes(id));
    if (foreign) tally.failed(`${strangers[i]?.person.email} heard of ${foreign}`);
    const own = ids(strangers[i]).some((id) => text.includes(id));
    tallies
      .of('live-events-arrive')
      .check(own ? undefined : `${strangers[i]?.person.email} heard nothing of his own`);
  }
}

/**
 * Has somebody change a record that is still his own, and waits until he hears of one: among many operations chance may
 * have changed none, and may have transferred or merged some.
 */
async function hearOwn(actor: Actor, { heard }: Ear): Promise<void> {
  const changed = { note: `Changed by ${actor.person.email}.` };
  for (const customer of actor.ids.get('customers') ?? []) {
    const { status } = await actor.person.send(jsonRequest('PATCH', `/v1/customers/${customer}`, changed));
    if (status === 200) break;
  }
  const isHeard = (): boolean => ids(actor).some((id) => heard().includes(id));
  for (const end = Date.now() + 10_000; !isHeard() && Date.now() < end;) await sleep(50);
}

function ids(actor: Actor | undefined): string[] {
  return ['customers', 'contacts', 'interactions'].flatMap((noun) => actor?.ids.get(noun) ?? []);
}

/** Opens the stream of live events of somebody. Rejects where it is refused. */
export async function listen(stage: Stage, person: Person): Promise<Ear> {
  const authorization = `Bearer ${await person.token()}`;
  const chunks: string[] = [];
  const close = await new Promise<() => void>((resolve, reject) => {
    const request = get(
      new URL('/v1/events', stage.suite.url),
      { headers: { authorization } },
      (response) => {
        response.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
        response.on('error', () => {});
        if (response.statusCode === 200) resolve(() => request.destroy());
        else reject(new Error(`/v1/events answered ${response.statusCode}.`));
      },
    );
    request.on('error', reject);
  });
  return { heard: () => chunks.join(''), close };
}
