import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@kontor/errors/app-error';
import { RpcClients } from '@kontor/rpc/client';
import { freePort } from '../../servers/ports.ts';
import { serves } from '../../start/health.ts';
import { Keeper } from '../../start/keeper.ts';
import { root } from '../../start/services.ts';
import type { Tally } from '../claim.ts';
import type { Random } from '../random.ts';
import type { Stage } from '../stage/stage.ts';
import { BlackHole } from './black-hole.ts';

/** After so long without news no change is taken; in milliseconds, with a moment for a call under way. */
const latest = 15_000 + 500;

/** How long a line that was dead may take to be noticed and made anew, in milliseconds. */
const healing = 90_000;

const CREATE = '/kontor.customer.v1.CustomerService/CreateCustomer';
const LIST = '/kontor.customer.v1.CustomerService/ListCustomers';

/**
 * The only process of customer is cut from the broker by a line that swallows everything. Meanwhile a session ends.
 * Reads go on; changes stop after 15 seconds at most; afterwards changes are taken again, and not from that session.
 */
export async function feedCut(
  stage: Stage,
  random: Random,
  tally: Tally,
  say: (line: string) => void,
): Promise<void> {
  const hole = await BlackHole.before(Number(new URL(stage.suite.natsUrl).port));
  const address = `127.0.0.1:${await freePort()}`;
  const alone = customerBehind(stage, hole, address);
  const clients = new RpcClients({ customer: address });
  await stage.process('customer').stop();
  try {
    await alone.start();
    const [stays, goes] = [await engaged(stage, random), await engaged(stage, random)];
    const create = (token: string) =>
      outcome(clients, CREATE, { customer: { kind: 'company', name: random.uuid() } }, token);
    const list = (token: string) => outcome(clients, LIST, {}, token);
    await waitFor('changes before the cut', async () => (await create(stays.token)) === 'done', healing);

    hole.cut();
    const began = Date.now();
    await stage.administrator.call('DELETE', `/v1/people/${goes.id}/sessions`);
    await waitFor('changes to stop', async () => (await create(stays.token)) === 'rights-stale', latest).then(
      () => tally.check(undefined),
      () => tally.check(`a change was still taken ${Date.now() - began} ms after the cut`),
    );
    for (let look = 0; look < 20; look++) {
      for (const { token } of [stays, goes]) {
        const change = await create(token);
        tally.check(change === 'rights-stale' ? undefined : `a change without news: ${change}`);
      }
      const read = await list(stays.token);
      tally.check(read === 'done' ? undefined : `reading without news: ${read}`);
      await sleep(100);
    }

    hole.heal();
    const healed = Date.now();
    await waitFor(
      'changes after the cut',
      async () => {
        const ended = await create(goes.token);
        tally.check(
          ended === 'done' ? 'a session that ended during the cut changed something after it' : undefined,
        );
        return (await create(stays.token)) === 'done';
      },
      healing,
    );
    say(`the feed was cut; news came ${Date.now() - healed} ms after the line was whole`);
    const ended = await create(goes.token);
    tally.check(ended === 'signed-out' ? undefined : `after the cut the ended session gets: ${ended}`);
  } finally {
    clients.close();
    await alone.stop();
    await hole.close();
    await stage.process('customer').start();
  }
}

async function engaged(stage: Stage, random: Random): Promise<{ id: string; token: string }> {
  const person = await stage.engage(`cut-${random.uuid()}@prove.local`);
  return { id: person.id, token: await person.token() };
}

/** A process of customer that reaches the broker through the hole only. */
function customerBehind(stage: Stage, hole: BlackHole, address: string): Keeper {
  const nats = new URL(stage.suite.natsUrl);
  nats.port = String(hole.port);
  const env = { ...stage.suite.environment('customer'), NATS_URL: nats.href, CUSTOMER_LISTEN: address };
  return new Keeper(
    {
      name: 'customer-cut',
      command: process.execPath,
      args: ['--enable-source-maps', join(root, 'apps/customer/dist/main.js')],
      cwd: root,
      env,
      log: join(stage.folder, 'customer-cut.log'),
      record: join(stage.folder, 'customer-cut.pid.json'),
      ready: () => serves(address),
    },
    () => {},
  );
}

/** `done`, or the reason of the refusal. */
async function outcome(clients: RpcClients, path: string, request: object, token: string): Promise<string> {
  const call = { requestId: 'prove', language: 'en', deadline: Date.now() + 5_000 } as const;
  try {
    await clients.call(path, request, call, token);
    return 'done';
  } catch (error) {
    if (error instanceof AppError) return error.reason;
    throw error;
  }
}

async function waitFor(what: string, probe: () => Promise<boolean>, ms: number): Promise<void> {
  const end = Date.now() + ms;
  while (!(await probe())) {
    if (Date.now() > end) throw new Error(`Waited ${ms} ms for ${what}.`);
    await sleep(100);
  }
}
