import { watch } from 'node:fs';
import { join, sep } from 'node:path';
import { build } from './build.ts';
import type { Keeper } from './keeper.ts';
import { root } from './services.ts';

/**
 * Watches the sources of one app and of the libraries; after a change builds what changed and starts the app again.
 * A build that fails leaves the running app alone.
 */
export function watchApp(app: Keeper, say: (line: string) => void): void {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let work = Promise.resolve();
  const note = (name: string): void => {
    changed.add(name);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const packages = [...changed];
      changed.clear();
      work = work.then(() => renew(app, packages, say));
    }, 200);
  };
  watch(join(root, 'apps', app.name, 'src'), { recursive: true }, () => note(`@kontor/${app.name}`));
  watch(join(root, 'libs'), { recursive: true }, (_event, file) => {
    const [library, folder] = file?.split(sep) ?? [];
    if (library && folder === 'src') note(`@kontor/${library}`);
  });
  say(`Watching the sources of ${app.name} and of the libraries.`);
}

async function renew(app: Keeper, packages: string[], say: (line: string) => void): Promise<void> {
  try {
    await build(packages);
    await app.restart();
    say(`${app.name} runs again with the change in ${packages.join(', ')}.`);
  } catch (error) {
    say((error as Error).message);
  }
}
