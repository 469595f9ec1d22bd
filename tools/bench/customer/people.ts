import { setTimeout as sleep } from 'node:timers/promises';
import { Api } from '../api.ts';
import type { Kontor } from '../kontor.ts';
import { as } from '../../servers/databases.ts';

/** People below the one who leads the team, the salesperson among them. */
const teamSize = 49;

/** Line managers have so many people each, beside the team. */
const breadth = 5;

/** How long the customer service may take to know everybody. */
const limitMs = 120_000;

/** A company: who asks, and who owns customers. */
export interface Company {
  /** Owns a thousand customers. */
  salesperson: Api;
  /** Leads a team of 50, the salesperson among them. */
  manager: Api;
  /** Sees all. */
  administrator: Api;
  salespersonId: string;
  managerId: string;
  /** Owners of customers: the salesperson, the manager, the rest of the team, everybody else. */
  owners: string[];
}

/** Adds `count` people in five levels or so through the API, and waits until the customer service knows them. */
export async function hire(kontor: Kontor, count: number): Promise<Company> {
  const { administrator } = kontor.people;
  const signedIn = new Map<string, Api>();
  const authorization = await administrator.authorization();
  const add = async (name: string, managerId?: string, password?: string): Promise<string> => {
    const email = `${name}@bench.example`;
    const body = { email, name, ...(managerId && { managerId }), ...(password && { password }) };
    const { id } = await administrator.call<{ id: string }>('POST', '/v1/people', body, authorization);
    if (password) signedIn.set(name, new Api(kontor.url, email, password));
    return id;
  };
  const top = await add('top');
  const manager = await add('manager', top, 'bench-manager-1');
  const leads = await Promise.all(Array.from({ length: 6 }, (_, i) => add(`lead-${i}`, manager)));
  const salesperson = await add('seller', leads[0], 'bench-seller-1');
  const team = await Promise.all(
    Array.from({ length: teamSize - 7 }, (_, i) => add(`team-${i}`, leads[i % leads.length])),
  );
  const others = [top];
  while (others.length + team.length + 8 < count) {
    // A level at a time: whoever is above is there before.
    const above = others.slice(
      -Math.max(1, breadth ** Math.floor(Math.log(others.length) / Math.log(breadth))),
    );
    const room = count - others.length - team.length - 8;
    const names = Array.from({ length: Math.min(room, above.length * breadth) }, (_, i) => i);
    for (let at = 0; at < names.length; at += 16) {
      const some = names.slice(at, at + 16);
      others.push(
        ...(await Promise.all(some.map((i) => add(`person-${others.length}-${i}`, above[i % above.length])))),
      );
    }
  }
  await known(kontor, count);
  return {
    salesperson: signedIn.get('seller') as Api,
    manager: signedIn.get('manager') as Api,
    administrator,
    salespersonId: salesperson,
    managerId: manager,
    owners: [salesperson, manager, ...leads, ...team, ...others],
  };
}

async function known(kontor: Kontor, count: number): Promise<void> {
  await as(kontor.ownerUrl('customer'), async (client) => {
    await client.query("SELECT set_config('kontor.reach', 'service', false)");
    for (const end = Date.now() + limitMs; ; await sleep(200)) {
      const { rows } = await client.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM person_copy',
      );
      if ((rows[0]?.count ?? 0) >= count) return;
      if (Date.now() > end) throw new Error('The customer service does not know everybody yet.');
    }
  });
}
