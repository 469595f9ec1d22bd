import { setTimeout as sleep } from 'node:timers/promises';
import { as } from '../servers/databases.ts';
import { startSuite, type Suite } from '../start/suite.ts';
import { Api } from './api.ts';
import type { CallerName } from './scenarios.ts';
import type { Side } from './side.ts';

/** How long Kontor may take to carry its waiting events to the broker. */
const settleMs = 180_000;

/** The suite under measurement, with the people who use it. */
export interface Kontor extends Side {
  suite: Suite;
  people: Record<CallerName, Api>;
  salespersonId: string;
  /** Address of the database of a service for the role it runs as. */
  serviceUrl(service: string): string;
  /** Address of the database of a service for its owning role. */
  ownerUrl(service: string): string;
  /** Address of the database of a service for the superuser. */
  adminUrl(service: string): string;
}

/** Starts the suite as it is, but for the rate limits, and adds two salespeople through the API. */
export async function startKontor(options: {
  dataDir: string;
  env: NodeJS.ProcessEnv;
  say: (line: string) => void;
  signal: AbortSignal;
}): Promise<Kontor> {
  const password = 'bench-administrator-1';
  const env = {
    ...options.env,
    RATE_LIMIT_PER_MINUTE: '0',
    SIGN_IN_LIMIT_PER_MINUTE: '0',
    KONTOR_ADMIN_PASSWORD: password,
  };
  const suite = await startSuite({ ...options, empty: true, port: 0, env });
  const administrator = new Api(suite.url, 'admin@kontor.local', password);
  const add = async (name: string): Promise<{ api: Api; id: string }> => {
    const person = { email: `${name}-${Date.now()}@bench.example`, name, password: `bench-${name}-1` };
    const { id } = await administrator.call<{ id: string }>('POST', '/v1/people', person);
    return { api: new Api(suite.url, person.email, person.password), id };
  };
  const salesperson = await add('salesperson');
  const colleague = await add('colleague');
  const people = { administrator, salesperson: salesperson.api, colleague: colleague.api };
  const ownerUrl = (service: string): string => suite.databaseUrls.get(service)?.ownerUrl ?? '';
  return {
    name: 'kontor',
    url: suite.url,
    suite,
    dialect: { company: 'company', website: 'website', work: 'work', whole: true },
    people,
    salespersonId: salesperson.id,
    headers: (caller) => people[caller].authorization(),
    processes: () => new Map([...suite.processes].flatMap(([name, { pid }]) => (pid ? [[name, pid]] : []))),
    settle: () => relayed(ownerUrl('customer')),
    serviceUrl: (service) => suite.databaseUrls.get(service)?.url ?? '',
    ownerUrl,
    adminUrl: (service) => {
      const url = new URL(suite.adminDatabaseUrl ?? '');
      url.pathname = new URL(ownerUrl(service)).pathname;
      return url.toString();
    },
  };
}

/** Resolves when no event waits in the outbox any more. */
async function relayed(ownerUrl: string): Promise<void> {
  await as(ownerUrl, async (client) => {
    for (const end = Date.now() + settleMs; ; await sleep(100)) {
      const { rows } = await client.query('SELECT 1 FROM public.outbox WHERE publish_time IS NULL LIMIT 1');
      if (rows.length === 0) return;
      if (Date.now() > end) throw new Error(`Events still wait in the outbox after ${settleMs / 1000} s.`);
    }
  });
}
