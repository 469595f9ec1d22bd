import { join } from 'node:path';
import pg from 'pg';
import type { Keeper } from '../../start/keeper.ts';
import { databaseName } from '../../start/services.ts';
import { startSuite, type Suite } from '../../start/suite.ts';
import type { Size } from '../proof.ts';
import { HttpClient } from './http.ts';
import { startMailSink, type MailSink } from './mail-sink.ts';
import { Person } from './person.ts';
import { startGateway, startReplica } from './replicas.ts';

const adminPassword = 'prove-administrator-1';

/** A running suite with everything that proofs look at. */
export class Stage {
  readonly suite: Suite;
  readonly sink: MailSink;
  readonly http: HttpClient;
  readonly administrator: Person;
  readonly folder: string;
  /** Whether the broker has lost its store: replayed events stand behind newer ones. */
  brokerWiped = false;

  /** Second processes of services, by their names, such as customer-2. */
  readonly #replicas = new Map<string, Keeper>();

  constructor(suite: Suite, sink: MailSink, folder: string) {
    this.suite = suite;
    this.sink = sink;
    this.folder = folder;
    this.http = new HttpClient(suite.url, 64);
    this.administrator = new Person(this.http, { email: 'admin@kontor.local', password: adminPassword });
  }

  /** Every process there is. Throws where there is none of that name. */
  process(name: string): Keeper {
    const found = this.suite.processes.get(name) ?? this.#replicas.get(name);
    if (!found) throw new Error(`There is no process ${name}.`);
    return found;
  }

  /** Resolves when every process is ready, whatever restarts that takes. */
  async ready(): Promise<void> {
    const all = [...this.suite.processes.values(), ...this.#replicas.values()];
    await Promise.all(all.map((keeper) => keeper.ready()));
  }

  /** Runs a second process of these services while `work` is at it. */
  async withReplicas(services: readonly string[], work: () => Promise<void>): Promise<void> {
    for (const service of services) {
      const keeper = await startReplica(this.suite, service, this.folder);
      this.#replicas.set(keeper.name, keeper);
    }
    try {
      await work();
    } finally {
      await this.#endReplicas();
    }
  }

  /**
   * Runs a second process of a service behind a gateway of its own while `work` is at it, which gets a client of that
   * gateway: what comes by it and what comes by the suite's own meet in the database only.
   */
  async withTwin(
    service: string,
    work: (second: HttpClient) => Promise<void>,
    env: NodeJS.ProcessEnv = {},
  ): Promise<void> {
    let http: HttpClient | undefined;
    try {
      const twin = await startReplica(this.suite, service, this.folder, env);
      this.#replicas.set(twin.name, twin);
      const gateway = await startGateway(this.suite, twin, this.folder);
      this.#replicas.set(gateway.name, gateway);
      http = new HttpClient(`http://127.0.0.1:${gateway.program.env?.PORT}`, 64);
      await work(http);
    } finally {
      http?.close();
      await this.#endReplicas();
    }
  }

  async #endReplicas(): Promise<void> {
    await Promise.all([...this.#replicas.values()].map((keeper) => keeper.stop()));
    this.#replicas.clear();
  }

  /** Engages somebody. `about` says more about the person, such as a manager. */
  async engage(email: string, about: object = {}): Promise<Person> {
    const password = 'prove-person-1';
    const body = { email, name: email.split('@', 1)[0], password, ...about };
    const { id } = await this.administrator.call<{ id: string }>('POST', '/v1/people', body);
    return new Person(this.http, { email, password, id });
  }

  /** Works on a service's database as the superuser, whom no row-level security binds. */
  async database<T>(service: string, work: (query: Query) => Promise<T>): Promise<T> {
    const url = new URL(this.suite.adminDatabaseUrl ?? '');
    url.pathname = `/${databaseName(service)}`;
    const client = new pg.Client({ connectionString: url.toString() });
    client.on('error', () => {});
    await client.connect();
    try {
      return await work(async <R extends object>(text: string, values: unknown[] = []) => {
        const { rows } = await client.query<R>(text, values);
        return rows;
      });
    } finally {
      await client.end().catch(() => {});
    }
  }

  /** The services that have a database. */
  get services(): string[] {
    return [...this.suite.databaseUrls.keys()];
  }

  async close(): Promise<void> {
    this.http.close();
    await this.#endReplicas();
    await this.suite.stop();
    // Whoever was bringing one back when we were interrupted may have done so meanwhile.
    await Promise.all([...this.suite.processes.values()].map((keeper) => keeper.stop()));
    await this.sink.stop();
  }
}

/** Sends a statement and resolves to its rows. */
export type Query = <R extends object>(text: string, values?: unknown[]) => Promise<R[]>;

/**
 * Starts the suite and a mail sink. Small runs tell Postgres not to wait for the disk: a killed process loses nothing
 * by that, and recovery takes a second instead of ten.
 */
export async function openStage(
  folder: string,
  size: Size,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<Stage> {
  const sink = await startMailSink();
  const env: NodeJS.ProcessEnv = {
    KONTOR_ADMIN_PASSWORD: adminPassword,
    SMTP_URL: sink.url,
    RATE_LIMIT_PER_MINUTE: '0',
    SIGN_IN_LIMIT_PER_MINUTE: '0',
    ACCESS_LOG: 'false',
  };
  try {
    const options = { dataDir: join(folder, 'data'), empty: true, port: 0, durable: size === 'large', env };
    const suite = await startSuite({ ...options, say, signal });
    return new Stage(suite, sink, folder);
  } catch (error) {
    await sink.stop();
    throw error;
  }
}
