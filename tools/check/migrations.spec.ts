import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const apps = join(import.meta.dirname, '../../apps');

it.each(globSync('*/src/migrations', { cwd: apps }))(
  'each migration of %s has its line in the list',
  (folder) => {
    const files = globSync('*.ts', { cwd: join(apps, folder) }).filter((file) => file !== 'list.ts');
    const list = readFileSync(join(apps, folder, 'list.ts'), 'utf8');
    const listed = [...list.matchAll(/^export \* from '\.\/(.+)\.js';$/gm)].map(([, name]) => `${name}.ts`);
    expect(listed.toSorted()).toEqual(files.map((file) => basename(file)).toSorted());
  },
);
