import { setTimeout as sleep } from 'node:timers/promises';
import { launch, untilReady, type Exit, type Launched, type Program } from '../servers/processes.ts';

/** Pauses before a program that died is started again; after a minute of life they begin anew. */
const backOffMs = [100, 300, 1_000, 3_000, 10_000];
const settledMs = 60_000;
/** Deaths before the first readiness that make a start fail. */
const deathsAtStart = 3;

/** Keeps one program running: what dies without being told to is started again. */
export class Keeper {
  readonly program: Program;
  /** How often the program was started again after it died by itself. */
  restarts = 0;
  readonly #say: (line: string) => void;
  #launched: Launched | undefined;
  #ready: Promise<void> = Promise.resolve();
  #wanted = false;
  #deaths = 0;
  #once = false;
  #halt = new AbortController();

  constructor(program: Program, say: (line: string) => void) {
    this.program = program;
    this.#say = say;
  }

  get name(): string {
    return this.program.name;
  }

  /** Process id of the moment; undefined while it is down. */
  get pid(): number | undefined {
    return this.#launched?.pid;
  }

  /** Starts, and resolves when the program is ready. */
  async start(): Promise<void> {
    this.#wanted = true;
    this.#halt = new AbortController();
    this.#deaths = 0;
    this.#begin();
    await this.ready();
  }

  /** Resolves when the program is ready, whatever restarts that takes. Throws when it cannot get there. */
  async ready(): Promise<void> {
    let seen: Promise<void> | undefined;
    while (seen !== this.#ready) {
      seen = this.#ready;
      await seen;
    }
  }

  /** Sends a signal to the process, as a test of faults would. It is started again if it dies of it. */
  kill(signal: NodeJS.Signals): void {
    const launched = this.#launched;
    if (!launched) return;
    launched.signal(signal);
    // Whoever waits for readiness from now on waits for that of the next process.
    if (signal === 'SIGKILL') this.#ready = launched.exited.then(() => undefined);
  }

  /** Stops politely and starts again. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Stops and lets it be. */
  async stop(): Promise<Exit | undefined> {
    this.#wanted = false;
    this.#halt.abort();
    const exit = await this.#launched?.stop();
    await this.#ready.catch(() => {});
    this.#launched = undefined;
    return exit;
  }

  #begin(): void {
    this.#ready = this.#attempt();
    // Whoever waits hears of it; nobody waiting is no crash of ours.
    this.#ready.catch(() => {});
  }

  async #attempt(): Promise<void> {
    for (;;) {
      try {
        return await this.#comeUp();
      } catch (error) {
        this.#launched = undefined;
        this.#deaths++;
        if (!this.#wanted || (!this.#once && this.#deaths >= deathsAtStart)) throw error;
        this.#say(`${this.name} did not come up; trying again. Its log: ${this.program.log}`);
        await this.#pause();
        if (!this.#wanted) throw error;
      }
    }
  }

  async #comeUp(): Promise<void> {
    const launched = await launch(this.program);
    const born = Date.now();
    this.#launched = launched;
    try {
      if (!this.#wanted) throw new Error(`${this.name} is no longer wanted.`);
      await untilReady(this.program, launched);
    } catch (error) {
      await launched.stop();
      throw error;
    }
    this.#once = true;
    void launched.exited.then((exit) => this.#died(exit, born));
  }

  #died(exit: Exit, born: number): void {
    if (!this.#wanted) return;
    this.#launched = undefined;
    this.#say(`${this.name} ended (${exit.signal ?? `code ${exit.code}`}); starting it again.`);
    this.#deaths = Date.now() - born > settledMs ? 1 : this.#deaths + 1;
    this.restarts++;
    this.#ready = this.#pause().then(() => (this.#wanted ? this.#attempt() : undefined));
    this.#ready.catch(() => {});
  }

  async #pause(): Promise<void> {
    const ms = backOffMs[Math.min(this.#deaths, backOffMs.length) - 1] ?? 0;
    await sleep(ms, undefined, { signal: this.#halt.signal }).catch(() => {});
  }
}
