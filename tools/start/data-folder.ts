import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { endRecorded } from '../servers/process-identity.ts';
import { releaseLock, takeLock } from '../servers/process-lock.ts';

/** What is remembered from start to start. */
export interface SuiteState {
  /** Whether a start has once come to its end. */
  made: boolean;
}

/** The folder that holds everything one installation keeps on this machine. */
export class DataFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** A path inside. */
  file(...parts: string[]): string {
    return join(this.path, ...parts);
  }

  /** Log file of a process. */
  log(name: string): string {
    return this.file('logs', `${name}.log`);
  }

  /** Folder of process records. */
  get run(): string {
    return this.file('run');
  }

  /**
   * Makes the folder, takes it for this process alone, and ends what an earlier, killed start left running on it.
   * Throws when another start uses it.
   */
  async open(): Promise<{ orphans: number }> {
    mkdirSync(this.run, { recursive: true });
    for (const name of ['logs', 'mail']) mkdirSync(this.file(name), { recursive: true, mode: 0o700 });
    // Postgres runs as another user when we are root, and has to pass through.
    if (process.getuid?.() === 0) chmodSync(this.path, 0o711);
    this.#lock();
    let orphans = 0;
    for (const name of readdirSync(this.run)) {
      if (!name.endsWith('.pid.json')) continue;
      const signal = name.startsWith('postgres') ? 'SIGINT' : 'SIGTERM';
      if (await endRecorded(join(this.run, name), signal, 5_000)) orphans++;
    }
    return { orphans };
  }

  /** Lets go of the folder. */
  close(): void {
    releaseLock(this.#lockFile);
  }

  /** The secret called `name`, made at random the first time it is asked for. */
  secret(name: string): string {
    const all = this.#secrets();
    const known = all[name];
    if (known) return known;
    const made = randomBytes(24).toString('base64url');
    this.keep(name, made);
    return made;
  }

  /** Keeps a secret, or forgets it. */
  keep(name: string, value: string | undefined): void {
    const all = this.#secrets();
    if (value === undefined) delete all[name];
    else all[name] = value;
    this.#write('secrets.json', all, 0o600);
  }

  /** What is remembered from earlier starts. */
  get state(): SuiteState {
    return { made: false, ...(this.#read('state.json') as Partial<SuiteState>) };
  }

  set state(state: SuiteState) {
    this.#write('state.json', state, 0o644);
  }

  get #lockFile(): string {
    return join(this.run, 'suite.json');
  }

  #lock(): void {
    const holder = takeLock(this.#lockFile);
    if (holder) {
      throw new Error(
        `Kontor already runs on ${this.path} (process ${holder.pid}). Choose another --data folder.`,
      );
    }
  }

  #secrets(): Record<string, string> {
    return this.#read('secrets.json') as Record<string, string>;
  }

  #read(name: string): object {
    return existsSync(this.file(name)) ? (JSON.parse(readFileSync(this.file(name), 'utf8')) as object) : {};
  }

  #write(name: string, value: object, mode: number): void {
    const fresh = this.file(`${name}.new`);
    writeFileSync(fresh, `${JSON.stringify(value, null, 2)}\n`, { mode });
    renameSync(fresh, this.file(name));
  }
}
