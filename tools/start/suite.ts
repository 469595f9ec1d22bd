import { rm } from 'node:fs/promises';
import type { DatabaseUrls } from '../servers/databases.ts';
import { freePort } from '../servers/ports.ts';
import type { Program } from '../servers/processes.ts';
import type { MailServer } from '../servers/smtp.ts';
import { appProgram, httpUrl, inheritedEnv } from './app-program.ts';
import { buildIfStale } from './build.ts';
import { DataFolder } from './data-folder.ts';
import { loadDemo } from './demo.ts';
import { environmentOf, type Addresses } from './environment.ts';
import { Keeper } from './keeper.ts';
import { claimPort, type PortClaim } from './port-claim.ts';
import { startServers, type Ground, type Servers } from './servers.ts';
import { only, readApps, type App } from './services.ts';

/** What a start of the suite may be told. */
export interface SuiteOptions {
  /** Folder that keeps everything; made if missing. */
  dataDir: string;
  /** Load no demo company at the first start. */
  empty?: boolean;
  /** Port of the HTTP API; a free one is taken where it is in use. 8080 by default, 0: any. */
  port?: number;
  /** Only this service, what it needs, and the gateway. */
  only?: string;
  /** Environment of the services. Servers named here (NATS_URL, *_DATABASE_URL, SMTP_URL) are used instead of ours. */
  env?: NodeJS.ProcessEnv;
  /** Whether commits survive a loss of power; true by default. */
  durable?: boolean;
  /** Folder of the apps, when it is not that of this repository. */
  appsDir?: string;
  /** Ends a start that is under way; the promise is then rejected. */
  signal?: AbortSignal;
  /** Told what happens, a line at a time. */
  say?: (line: string) => void;
}

/** A running suite. */
export interface Suite {
  url: string;
  /** The administrator's password, while it is known: given, or made at the first start. */
  adminPassword: string | undefined;
  /** Whether this start made the installation. */
  first: boolean;
  /** postgres, nats and every app, by name; each comes back by itself when it dies. */
  processes: Map<string, Keeper>;
  databaseUrls: Map<string, Partial<DatabaseUrls>>;
  /** A role that may do everything on our Postgres; undefined when every database was given. */
  adminDatabaseUrl: string | undefined;
  natsUrl: string;
  /** Where gRPC clients reach each service, host:port. */
  serviceUrls: Map<string, string>;
  /** Where mail ends up as .eml files; undefined when SMTP_URL was given. */
  mailDir: string | undefined;
  /** Log file of a process. */
  log(name: string): string;
  /** The environment in which a service runs, for starting one more of it. */
  environment(name: string): NodeJS.ProcessEnv;
  /** Deletes everything the broker stores: stops it, wipes it, starts it again. */
  wipeBroker(): Promise<void>;
  /** Stops everything in order. */
  stop(): Promise<void>;
}

/** Starts the whole suite on one data folder; resolves when every part is ready. */
export async function startSuite(options: SuiteOptions): Promise<Suite> {
  const start = new SuiteStart(options);
  options.signal?.addEventListener('abort', () => void start.stop());
  try {
    const suite = await start.run();
    options.signal?.throwIfAborted();
    return suite;
  } catch (error) {
    await start.stop();
    throw error;
  }
}

class SuiteStart {
  readonly #options: SuiteOptions;
  readonly #folder: DataFolder;
  readonly #env: NodeJS.ProcessEnv;
  readonly #say: (line: string) => void;
  readonly #keepers = new Map<string, Keeper>();
  readonly #environments = new Map<string, NodeJS.ProcessEnv>();
  #mail: MailServer | undefined;
  #port: PortClaim | undefined;
  #apps: App[] = [];
  #opened = false;
  #stopped: Promise<void> | undefined;

  constructor(options: SuiteOptions) {
    this.#options = options;
    this.#folder = new DataFolder(options.dataDir);
    this.#env = options.env ?? {};
    this.#say = options.say ?? (() => {});
  }

  async run(): Promise<Suite> {
    const all = readApps(this.#options.appsDir);
    const apps = this.#options.only ? only(all, this.#options.only) : all;
    this.#apps = apps;
    const { orphans } = await this.#folder.open();
    this.#opened = true;
    if (orphans) this.#say(`Stopped ${orphans} process(es) that an earlier start left behind.`);
    const first = !this.#folder.state.made;
    const [built, servers] = await Promise.allSettled([
      this.#options.appsDir ? Promise.resolve(false) : buildIfStale(this.#say),
      startServers(this.#ground(), apps),
    ]);
    if (servers.status === 'rejected') throw servers.reason;
    if (built.status === 'rejected') throw built.reason;
    const addresses = await this.#addresses(all, servers.value);
    const adminPassword =
      this.#env.KONTOR_ADMIN_PASSWORD ?? (first ? this.#folder.secret('admin') : undefined);
    await this.#startApps(apps, addresses, adminPassword);
    const suite = this.#suite(addresses, servers.value, adminPassword, first);
    if (first) await this.#finishFirstStart(suite);
    return suite;
  }

  /** Stops what runs: the edge first, then the services, then what they stand on. */
  stop(): Promise<void> {
    return (this.#stopped ??= this.#stopAll());
  }

  async #stopAll(): Promise<void> {
    const ofKind = (kind: App['kind']): string[] =>
      this.#apps.filter((app) => app.kind === kind).map((app) => app.name);
    for (const names of [ofKind('edge'), ofKind('service'), ['nats', 'postgres']]) {
      const keepers = names.flatMap((name) => this.#keepers.get(name) ?? []);
      await Promise.all(keepers.map((keeper) => keeper.stop()));
    }
    await this.#mail?.stop();
    this.#port?.release();
    if (this.#opened) this.#folder.close();
  }

  /** Addresses of all services, also of those that are not started: the gateway asks for every one of them. */
  async #addresses(apps: App[], servers: Servers): Promise<Addresses> {
    const services = new Map<string, string>();
    for (const app of apps.filter((one) => one.kind === 'service')) {
      services.set(app.name, `127.0.0.1:${await freePort()}`);
    }
    const host = this.#env.HOST ?? '127.0.0.1';
    const wanted = this.#options.port ?? 8080;
    this.#port = await claimPort(wanted, host);
    const { port } = this.#port;
    if (wanted && port !== wanted) this.#say(`Port ${wanted} is taken; using ${port}.`);
    return { ...servers, services, http: { host, port } };
  }

  async #startApps(apps: App[], addresses: Addresses, adminPassword: string | undefined): Promise<void> {
    const inherited = { ...inheritedEnv(), ...this.#env };
    const secrets = { kontorSecret: this.#folder.secret('KONTOR_SECRET'), adminPassword };
    // The first that cannot come up ends the start; what still tries is stopped with the rest.
    await Promise.all(
      apps.map(async (app) => {
        const env = environmentOf(app, inherited, addresses, secrets);
        this.#environments.set(app.name, env);
        await this.#keep(appProgram(app, env, addresses, this.#folder, this.#options));
        this.#say(`${app.name} is up.`);
      }),
    );
  }

  #suite(addresses: Addresses, servers: Servers, adminPassword: string | undefined, first: boolean): Suite {
    return {
      url: httpUrl(addresses),
      adminPassword,
      first,
      processes: this.#keepers,
      databaseUrls: servers.databases,
      adminDatabaseUrl: servers.adminDatabaseUrl,
      natsUrl: servers.natsUrl,
      serviceUrls: addresses.services,
      mailDir: this.#mail && this.#folder.file('mail'),
      log: (name) => this.#folder.log(name),
      environment: (name) => ({ ...this.#environments.get(name) }),
      wipeBroker: async () => {
        const nats = this.#keepers.get('nats');
        if (!nats) throw new Error('The broker was given by NATS_URL; it is not ours to wipe.');
        await nats.stop();
        await rm(this.#folder.file('nats'), { recursive: true, force: true });
        await nats.start();
      },
      stop: () => this.stop(),
    };
  }

  /** A start of one service only, and one whose demo company did not load, are not the end of the first start. */
  async #finishFirstStart(suite: Suite): Promise<void> {
    if (this.#options.only) return;
    const { empty, signal } = this.#options;
    if (!empty && !(await loadDemo(suite, this.#folder.log('demo'), this.#say, signal))) return;
    // identity holds the hash by now; the password itself is kept nowhere.
    this.#folder.keep('admin', undefined);
    this.#folder.state = { made: true };
  }

  #ground(): Ground {
    return {
      folder: this.#folder,
      env: this.#env,
      durable: this.#options.durable ?? true,
      say: this.#say,
      keep: (program) => this.#keep(program),
      opened: (mail) => (this.#mail = mail),
    };
  }

  async #keep(program: Program): Promise<void> {
    if (this.#stopped) throw new Error('The start was interrupted.');
    const keeper = new Keeper(program, this.#say);
    this.#keepers.set(program.name, keeper);
    await keeper.start();
  }
}
