import { databaseName, envName, type App } from './services.ts';
import type { DatabaseUrls } from '../servers/databases.ts';

/** Where everything of one running suite is reached. */
export interface Addresses {
  natsUrl: string;
  smtpUrl: string;
  /** Services with a database → its two addresses. */
  databases: Map<string, Partial<DatabaseUrls>>;
  /** Services → host:port of their gRPC server. */
  services: Map<string, string>;
  http: { host: string; port: number };
}

/** What only some services are told. */
export interface SuiteSecrets {
  /** Signs page tokens and the like; the same for all. */
  kontorSecret: string;
  /** First password of the administrator; undefined when he exists already. */
  adminPassword: string | undefined;
}

/**
 * The environment of one app: what it inherits, and the names that docs/architecture.md lists. It is told of its own
 * database only.
 */
export function environmentOf(
  app: App,
  inherited: NodeJS.ProcessEnv,
  addresses: Addresses,
  secrets: SuiteSecrets,
): NodeJS.ProcessEnv {
  const env = withoutOthersDatabases(inherited);
  env.NATS_URL = addresses.natsUrl;
  env.KONTOR_SECRET ??= secrets.kontorSecret;
  env.SMTP_URL ??= addresses.smtpUrl;
  env.MAIL_FROM ??= 'Kontor <kontor@kontor.local>';
  delete env.KONTOR_ADMIN_PASSWORD;
  for (const [service, address] of addresses.services) env[`${envName(service)}_URL`] = address;
  const own = addresses.services.get(app.name);
  if (own) env[`${envName(app.name)}_LISTEN`] = own;
  const database = addresses.databases.get(app.name);
  if (database?.url) env[`${envName(app.name)}_DATABASE_URL`] = database.url;
  if (database?.ownerUrl) env[`${envName(app.name)}_DATABASE_OWNER_URL`] = database.ownerUrl;
  if (app.name === 'identity' && secrets.adminPassword) env.KONTOR_ADMIN_PASSWORD = secrets.adminPassword;
  if (app.kind === 'edge') {
    env.HOST = addresses.http.host;
    env.PORT = String(addresses.http.port);
  } else {
    delete env.HOST;
    delete env.PORT;
  }
  return env;
}

function withoutOthersDatabases(inherited: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(inherited).filter(([name]) => !/_DATABASE(_OWNER)?_URL$/.test(name)),
  );
}

/** The databases that the environment names, so that none of ours is needed for them. */
export function givenDatabases(apps: App[], env: NodeJS.ProcessEnv): Map<string, Partial<DatabaseUrls>> {
  const given = new Map<string, Partial<DatabaseUrls>>();
  for (const app of apps.filter((one) => one.database)) {
    const url = env[`${envName(app.name)}_DATABASE_URL`];
    const ownerUrl = env[`${envName(app.name)}_DATABASE_OWNER_URL`];
    if (url) given.set(app.name, { url, ...(ownerUrl ? { ownerUrl } : {}) });
  }
  return given;
}

/** What has to be made for a service whose database is ours. */
export function wantedDatabase(app: App, secret: (name: string) => string) {
  const name = databaseName(app.name);
  return { name, password: secret(name), ownerPassword: secret(`${name}_owner`) };
}
