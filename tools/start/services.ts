import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the repository. */
export const root = join(import.meta.dirname, '../..');

/** What an app says about itself under "kontor" in its package.json. */
export interface App {
  /** Folder under apps/, and name of the service. */
  name: string;
  /** A service speaks gRPC; the edge speaks HTTP to the outside. */
  kind: 'service' | 'edge';
  /** Whether it has a database of its own. */
  database: boolean;
  /** Services without which it cannot do its work. */
  needs: string[];
}

/** Every app of the repository, by name. Throws where an app does not describe itself. */
export function readApps(folder = join(root, 'apps')): App[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'package.json')))
    .map((name) => {
      const file = join(folder, name, 'package.json');
      const { kontor } = JSON.parse(readFileSync(file, 'utf8')) as { kontor?: Partial<App> };
      if (kontor?.kind !== 'service' && kontor?.kind !== 'edge') {
        throw new Error(`${file}: "kontor" must say { "kind": "service" } or { "kind": "edge" }.`);
      }
      return { name, kind: kontor.kind, database: kontor.database ?? false, needs: kontor.needs ?? [] };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** One service with everything that it needs, directly or not, and the edge that makes it reachable. */
export function only(apps: App[], service: string): App[] {
  const byName = new Map(apps.map((app) => [app.name, app]));
  const wanted = new Set<string>();
  const want = (name: string): void => {
    const app = byName.get(name);
    if (!app) throw new Error(`There is no service "${name}". There are: ${[...byName.keys()].join(', ')}.`);
    if (wanted.has(name)) return;
    wanted.add(name);
    app.needs.forEach(want);
  };
  want(service);
  return apps.filter((app) => wanted.has(app.name) || app.kind === 'edge');
}

/** How a service is called in the names of environment variables: `sales-pipeline` → `SALES_PIPELINE`. */
export function envName(service: string): string {
  return service.replaceAll('-', '_').toUpperCase();
}

/** How a service's database and its running role are called. */
export function databaseName(service: string): string {
  return `kontor_${service.replaceAll('-', '_')}`;
}
