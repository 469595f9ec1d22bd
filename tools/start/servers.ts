import { provideDatabase, type DatabaseUrls } from '../servers/databases.ts';
import { natsProgram } from '../servers/nats.ts';
import { postgresProgram } from '../servers/postgres.ts';
import type { Program } from '../servers/processes.ts';
import type { MailServer } from '../servers/smtp.ts';
import type { DataFolder } from './data-folder.ts';
import { givenDatabases, wantedDatabase } from './environment.ts';
import { startMailCatcher } from './mail-catcher.ts';
import type { App } from './services.ts';

/** What the servers are started on. */
export interface Ground {
  folder: DataFolder;
  env: NodeJS.ProcessEnv;
  durable: boolean;
  say: (line: string) => void;
  /** Starts a program and keeps it running; resolves when it is ready. */
  keep: (program: Program) => Promise<void>;
  /** Told of the mail catcher, which has no process of its own to be stopped by. */
  opened: (mail: MailServer) => void;
}

/** The servers that the services stand on, ours or given ones. */
export interface Servers {
  databases: Map<string, Partial<DatabaseUrls>>;
  /** The superuser of our Postgres; undefined when every database was given. */
  adminDatabaseUrl: string | undefined;
  natsUrl: string;
  smtpUrl: string;
}

/** Starts Postgres with the databases of `apps`, NATS and the mail catcher, as far as the environment names none. */
export async function startServers(ground: Ground, apps: App[]): Promise<Servers> {
  const { env } = ground;
  const databases = givenDatabases(apps, env);
  const missing = apps.filter((app) => app.database && !databases.has(app.name));
  let adminDatabaseUrl: string | undefined;
  let natsUrl = env.NATS_URL ?? '';
  let smtpUrl = env.SMTP_URL ?? '';
  const starts: Promise<void>[] = [];
  if (missing.length > 0) {
    starts.push(startPostgres(ground, missing, databases).then((url) => void (adminDatabaseUrl = url)));
  }
  if (!natsUrl) starts.push(startNats(ground).then((url) => void (natsUrl = url)));
  if (!smtpUrl) starts.push(startMail(ground).then((url) => void (smtpUrl = url)));
  await allOrFirstFailure(starts);
  return { databases, adminDatabaseUrl, natsUrl, smtpUrl };
}

async function startPostgres(ground: Ground, apps: App[], databases: Servers['databases']): Promise<string> {
  const { folder } = ground;
  const postgres = await postgresProgram({
    dataDir: folder.file('postgres'),
    runDir: folder.run,
    password: folder.secret('postgres'),
    durable: ground.durable,
  });
  await ground.keep({ ...postgres, log: folder.log('postgres') });
  for (const app of apps) {
    const wanted = wantedDatabase(app, (name) => folder.secret(name));
    databases.set(app.name, await provideDatabase(postgres.url, wanted));
  }
  ground.say('Postgres is up.');
  return postgres.url;
}

async function startNats({ folder, say, keep }: Ground): Promise<string> {
  const nats = await natsProgram({ storeDir: folder.file('nats'), runDir: folder.run, say });
  await keep({ ...nats, log: folder.log('nats') });
  say('NATS is up.');
  return nats.url;
}

async function startMail({ folder, say, opened }: Ground): Promise<string> {
  const mail = await startMailCatcher(folder.file('mail'));
  opened(mail);
  say(`No SMTP_URL is set: mail is not sent but kept in ${folder.file('mail')}.`);
  return mail.url;
}

/** Waits for all before it throws the first failure, so that nothing is still starting by then. */
async function allOrFirstFailure(parts: Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(parts)).find((part) => part.status === 'rejected');
  if (failed) throw failed.reason;
}
