import { join } from 'node:path';
import type { Program } from '../servers/processes.ts';
import type { DataFolder } from './data-folder.ts';
import type { Addresses } from './environment.ts';
import { answers, serves } from './health.ts';
import { root, type App } from './services.ts';

/**
 * A service's live data is small; with V8's defaults the garbage of a large import piles up before anything is
 * collected, and a young generation of 16 MB is collected so often that reads lose a tenth of their speed.
 */
const memory = ['--max-old-space-size=384', '--max-semi-space-size=48'];

/** How one app is run on the built code. */
export function appProgram(
  app: App,
  env: NodeJS.ProcessEnv,
  addresses: Addresses,
  folder: DataFolder,
  options: { appsDir?: string; only?: string },
): Program {
  const address = addresses.services.get(app.name);
  // A gateway without all of its services never calls itself ready.
  const page = options.only ? '/healthz' : '/readyz';
  return {
    name: app.name,
    command: process.execPath,
    args: [
      ...memory,
      '--enable-source-maps',
      '--import',
      '@kontor/telemetry/register',
      join(options.appsDir ?? join(root, 'apps'), app.name, 'dist/main.js'),
    ],
    cwd: root,
    env,
    log: folder.log(app.name),
    record: join(folder.run, `${app.name}.pid.json`),
    ready: () => (address ? serves(address) : answers(`${httpUrl(addresses)}${page}`)),
  };
}

/** Address of the HTTP API for somebody on this machine. */
export function httpUrl({ http }: Addresses): string {
  return `http://${http.host === '0.0.0.0' ? '127.0.0.1' : http.host}:${http.port}`;
}

/** The environment of this process without the servers it names: those are for whoever asks for them by `env`. */
export function inheritedEnv(): NodeJS.ProcessEnv {
  const ours = /^(NATS_URL|SMTP_URL|PORT|HOST|KONTOR_\w+)$|_(DATABASE_URL|DATABASE_OWNER_URL|LISTEN)$/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}
