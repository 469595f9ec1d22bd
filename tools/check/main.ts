import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { differences, freshContracts } from './generated.ts';

/** One part of `npm run check`. */
interface Part {
  name: string;
  /** What to do when it fails. */
  advice: string;
  run: () => boolean;
}

const root = join(import.meta.dirname, '../..');
const bin = join(root, 'node_modules/.bin');
const released = 'proto/released.binpb';

const parts: Part[] = [
  {
    name: 'format',
    advice: 'npx prettier --write .',
    run: () => tool('prettier', '--check', '--log-level', 'warn', '.'),
  },
  { name: 'lint', advice: 'npx eslint --fix .', run: () => tool('eslint', '--max-warnings', '0', '.') },
  { name: 'types', advice: 'mend what the compiler says', run: () => tool('tsc', '-p', 'tsconfig.json') },
  { name: 'contract style', advice: 'mend what buf says', run: () => tool('buf', 'lint') },
  {
    name: 'contract compatibility',
    advice: 'add instead of changing; npm run contracts:release once a change is meant and agreed upon',
    // Named without its folder, buf compares nothing: the workspace has a second module that the image has not.
    run: () => existsSync(join(root, released)) && tool('buf', 'breaking', 'proto', '--against', released),
  },
  { name: 'generated code', advice: 'npm run generate', run: generatedIsCurrent },
];

function tool(name: string, ...args: string[]): boolean {
  const path = `${bin}${delimiter}${process.env.PATH ?? ''}`;
  const { status, error } = spawnSync(join(bin, name), args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH: path },
  });
  if (error) console.error(error.message);
  return status === 0;
}

function generatedIsCurrent(): boolean {
  using fresh = freshContracts((target) => tool('node', join(root, 'tools/generate/main.ts'), target));
  if (!fresh.made) return false;
  const found = differences(join(root, 'libs/contracts/src/gen'), fresh.folder);
  for (const line of found) console.error(line);
  return found.length === 0;
}

const wanted = process.argv.slice(2);
const failed: Part[] = [];
for (const part of parts) {
  if (wanted.length > 0 && !wanted.includes(part.name)) continue;
  const began = Date.now();
  const fine = part.run();
  console.log(`${fine ? '✓' : '✗'} ${part.name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  if (!fine) failed.push(part);
}
for (const { name, advice } of failed) console.error(`failed: ${name} → ${advice}`);
process.exitCode = failed.length > 0 ? 1 : 0;
