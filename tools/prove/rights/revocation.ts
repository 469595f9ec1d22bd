import { setTimeout as sleep } from 'node:timers/promises';
import type { Tally } from '../claim.ts';
import type { Ground } from '../proof.ts';
import { jsonRequest, type Person } from '../stage/person.ts';
import type { Stage } from '../stage/stage.ts';
import { feedCut } from './feed-cut.ts';
import { gatePermissions, openGates, type Gate } from './gates.ts';

/** What is promised, in milliseconds. */
const promised = 5_000;

const trials = { small: 12, large: 300 } as const;
const cuts = { small: 1, large: 8 } as const;

const signedOut = new Set(['signed-out', 'token-expired']);
const forbidden = new Set(['forbidden', 'signed-out']);

/** A token that opens every gate, and what ends that. */
interface Opened {
  kind: string;
  token: string;
  revoke(): Promise<unknown>;
  refusals: ReadonlySet<string>;
}

/**
 * What was taken is refused everywhere: at the gateway and at the gRPC port of each service, within 5 seconds, for good
 * (`revocation-everywhere`); and a service that hears no revocations takes no changes (`feed-cut-fails-closed`).
 */
export async function revocation({ stage, size, random, tallies, say }: Ground): Promise<void> {
  const { gates, close } = openGates(stage);
  const tally = tallies.of('revocation-everywhere');
  try {
    await stage.administrator.call('POST', '/v1/roles', { id: 'prove-nothing', name: 'Nothing' });
    const openers = random.shuffled([sessionOf, keyOf, roleOf, leaverOf]);
    let slowest = 0;
    for (let trial = 0; trial < trials[size]; trial++) {
      const open = openers[trial % openers.length] ?? sessionOf;
      const email = `revoked-${random.uuid()}@prove.local`;
      slowest = Math.max(slowest, await oneTrial(gates, await open(stage, await stage.engage(email)), tally));
    }
    say(`${trials[size]} revocations at ${gates.map(({ name }) => name).join(', ')}: slowest ${slowest} ms`);
  } finally {
    close();
  }
  for (let cut = 0; cut < cuts[size]; cut++)
    await feedCut(stage, random, tallies.of('feed-cut-fails-closed'), say);
}

async function oneTrial(gates: Gate[], opened: Opened, tally: Tally): Promise<number> {
  // Somebody just engaged is not known everywhere yet: until then the token counts, which opens as well.
  for (const { name, knock } of gates) {
    const answer = await until(
      () => knock(opened.token),
      (said) => said === 'open',
      promised,
    );
    if (answer.said !== 'open')
      throw new Error(`${name} does not open before anything is revoked: ${answer.said}`);
  }
  await opened.revoke();
  const began = Date.now();
  const ends = await Promise.all(
    gates.map(async ({ name, knock }) => {
      const refused = (said: string): boolean => opened.refusals.has(said);
      const { said } = await until(() => knock(opened.token), refused, promised);
      const took = Date.now() - began;
      const later = refused(said) ? await knock(opened.token) : said;
      const good = refused(said) && refused(later);
      tally.check(
        good ? undefined : `${opened.kind} at ${name}: ${said}, then ${later} after ${took} ms`,
        `${opened.kind} ${name}`,
      );
      return took;
    }),
  );
  return Math.max(...ends);
}

async function until(ask: () => Promise<string>, good: (said: string) => boolean, ms: number) {
  const end = Date.now() + ms;
  for (;;) {
    const said = await ask();
    if (good(said) || Date.now() > end) return { said };
    await sleep(25);
  }
}

async function sessionOf({ administrator }: Stage, person: Person): Promise<Opened> {
  const token = await person.token();
  const revoke = () => administrator.call('DELETE', `/v1/people/${person.id}/sessions`);
  return { kind: 'session', token, revoke, refusals: signedOut };
}

async function keyOf(stage: Stage, person: Person): Promise<Opened> {
  const { apiKey, secret } = await person.call<{ apiKey: { id: string }; secret: string }>(
    'POST',
    '/v1/apiKeys',
    {
      name: 'prove',
      scopes: gatePermissions(stage),
    },
  );
  const answer = await stage.http.send(jsonRequest('POST', '/v1/apiKeys:exchange', { secret }));
  const { accessToken: token } = JSON.parse(answer.text) as { accessToken: string };
  return {
    kind: 'key',
    token,
    revoke: () => person.call('DELETE', `/v1/apiKeys/${apiKey.id}`),
    refusals: signedOut,
  };
}

async function roleOf({ administrator }: Stage, person: Person): Promise<Opened> {
  const token = await person.token();
  const revoke = () => administrator.call('PATCH', `/v1/people/${person.id}`, { roles: ['prove-nothing'] });
  return { kind: 'role', token, revoke, refusals: forbidden };
}

async function leaverOf(stage: Stage, person: Person): Promise<Opened> {
  const token = await person.token();
  const heir = await stage.engage(`heir-of-${person.email}`);
  const body = { target: 'person', personIds: [heir.id] };
  const revoke = () => stage.administrator.call('POST', `/v1/people/${person.id}:left`, body);
  return { kind: 'leaver', token, revoke, refusals: signedOut };
}
