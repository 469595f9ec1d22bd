import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { deploymentFiles, withService } from './deployments.ts';
import { withWorkspace } from './lock-file.ts';
import { BadName, namesOf, pascal, plural, rename, type Names } from './names.ts';
import { withPermissions } from './permissions.ts';
import { Undo } from './undo.ts';

const template = join(import.meta.dirname, 'template');
const ending = '.template';

/** What a new service is to be. */
export interface NewService {
  /** In kebab-case; names the folder, the package, the database and the stream. */
  service: string;
  /** What its first record is called, in kebab-case. */
  noun: string;
}

/**
 * Writes a service into the repository at `root`: sources, contract, permissions, places in deploy/ and k8s/, and
 * what is generated.
 * Returns the files that are new. When anything fails, everything is as it was before, and the error is thrown.
 */
export function writeService(root: string, { service, noun }: NewService, moment = Date.now()): string[] {
  const names = namesOf(service, noun, moment);
  refuseTaken(root, service, noun);
  using undo = new Undo();
  try {
    const files = writeSources(root, names, undo);
    addPermissions(root, noun, undo);
    addDeployment(root, names, undo);
    addWorkspace(root, service, undo);
    undo.folder(join(root, 'libs/contracts/src/gen'));
    run(
      root,
      'prettier',
      '--write',
      '--log-level',
      'warn',
      'libs/access/src/default-roles.ts',
      ...formatted(files),
    );
    run(root, 'buf', 'lint');
    run(root, 'node', 'tools/generate/main.ts');
    return files;
  } catch (error) {
    undo.run();
    throw error;
  }
}

function refuseTaken(root: string, service: string, noun: string): void {
  const snake = service.replaceAll('-', '_');
  for (const path of [`apps/${service}`, `libs/${service}`, `k8s/base/${service}`, `proto/kontor/${snake}`]) {
    if (existsSync(join(root, path))) throw new BadName(`There is a ${path} already.`);
  }
  const collection = new RegExp(`"/v1/${plural(noun)}[/:"]|^message ${pascal(noun)} \\{`, 'm');
  const protos = join(root, 'proto');
  for (const path of readdirSync(protos, { recursive: true, encoding: 'utf8' })) {
    if (path.endsWith('.proto') && collection.test(readFileSync(join(protos, path), 'utf8'))) {
      throw new BadName(`proto/${path} has the noun "${noun}" already; choose another by --noun.`);
    }
  }
}

function writeSources(root: string, names: Names, undo: Undo): string[] {
  const files: string[] = [];
  const folder = (sample: string) => join(root, rename(sample, names));
  undo.made(folder('apps/garden-shed'));
  undo.made(folder('proto/kontor/garden_shed'));
  undo.made(folder('k8s/base/garden-shed'));
  for (const path of readdirSync(template, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!path.endsWith(ending)) continue;
    const file = rename(path.slice(0, -ending.length), names);
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), rename(readFileSync(join(template, path), 'utf8'), names));
    files.push(file);
  }
  return files;
}

function addPermissions(root: string, noun: string, undo: Undo): void {
  const file = join(root, 'libs/access/src/default-roles.ts');
  undo.file(file);
  writeFileSync(file, withPermissions(readFileSync(file, 'utf8'), noun));
}

function addDeployment(root: string, names: Names, undo: Undo): void {
  for (const file of deploymentFiles) {
    const path = join(root, file);
    undo.file(path);
    writeFileSync(path, withService(file, readFileSync(path, 'utf8'), names));
  }
}

/** Tells npm of the package, in the lock file and where it is installed: `npm start` need not install again. */
function addWorkspace(root: string, service: string, undo: Undo): void {
  const lockFile = join(root, 'package-lock.json');
  undo.file(lockFile);
  writeFileSync(lockFile, withWorkspace(readFileSync(lockFile, 'utf8'), service));
  const link = join(root, 'node_modules/@kontor', service);
  if (!existsSync(dirname(link))) return;
  // One that points nowhere is left of a service that is gone.
  if (!lstatSync(link, { throwIfNoEntry: false })) {
    undo.made(link);
    symlinkSync(`../../apps/${service}`, link);
  }
  const installed = join(root, 'node_modules/.package-lock.json');
  if (existsSync(installed)) utimesSync(installed, new Date(), new Date());
}

function formatted(files: string[]): string[] {
  return files.filter((file) => !file.endsWith('.proto'));
}

/** Runs a program of this repository; an interruption ends it, and by its failure everything is undone. */
function run(root: string, name: string, ...args: string[]): void {
  const bin = join(root, 'node_modules/.bin');
  const path = `${bin}${delimiter}${process.env.PATH ?? ''}`;
  try {
    execFileSync(join(bin, name), args, { cwd: root, env: { ...process.env, PATH: path }, stdio: 'pipe' });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: Buffer; stderr?: Buffer };
    const said = `${stdout?.toString('utf8') ?? ''}${stderr?.toString('utf8') ?? ''}`.trim();
    throw new Error(`${name} ${args[0] ?? ''} failed.\n${said}`, { cause: error });
  }
}
