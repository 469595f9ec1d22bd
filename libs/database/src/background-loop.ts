/**
 * One step of background work; true where there may be more at once. What takes several batches asks `stopping` between
 * them.
 */
export type Step = (stopping: AbortSignal) => Promise<boolean | void>;

/** How a loop begins. */
export interface LoopBeginning {
  /** Milliseconds before the first step, where the work can wait until the service has started. */
  firstPause?: number;
}

/**
 * Repeats a step in the background of a replica: at once while there is more, else after a pause. What is to be done
 * stands in the database; the step claims it there, so that any number of replicas may run one. A provider of Nest that
 * extends it runs as long as its module does.
 */
export class BackgroundLoop {
  readonly #stopping = new AbortController();
  #woken = false;
  #running: Promise<void> = Promise.resolve();
  #wakeUp: (() => void) | undefined;
  readonly #step: Step;
  readonly #pause: number;
  readonly #onError: (error: unknown) => void;
  readonly #firstPause: number;

  /** `pause` in milliseconds, between two looks for work; `onError` is told what a step failed with, and it goes on. */
  constructor(
    step: Step,
    pause: number,
    onError: (error: unknown) => void,
    { firstPause = 0 }: LoopBeginning = {},
  ) {
    this.#step = step;
    this.#pause = pause;
    this.#onError = onError;
    this.#firstPause = firstPause;
  }

  start(): void {
    this.#running = this.#loop();
  }

  /** Tells that there is work; also while a step runs, which may have looked too early. */
  wake(): void {
    this.#woken = true;
    this.#wakeUp?.();
  }

  /** Stops after the step that runs. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.wake();
    await this.#running;
  }

  onApplicationBootstrap(): void {
    this.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.stop();
  }

  async #loop(): Promise<void> {
    const stopping = this.#stopping.signal;
    if (this.#firstPause > 0) await this.#sleep(this.#firstPause);
    while (!stopping.aborted) {
      let more: boolean | void = false;
      this.#woken = false;
      try {
        more = await this.#step(stopping);
      } catch (error) {
        this.#onError(error);
      }
      if (!more) await this.#sleep(this.#pause);
    }
  }

  /** Waits, unless it was woken before or is woken meanwhile. */
  async #sleep(pause: number): Promise<void> {
    if (this.#woken || this.#stopping.signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pause);
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Several loops that begin and end with a module: a provider of Nest extends it. */
export class BackgroundLoops {
  readonly #loops: readonly BackgroundLoop[];

  constructor(loops: readonly BackgroundLoop[]) {
    this.#loops = loops;
  }

  onApplicationBootstrap(): void {
    for (const loop of this.#loops) loop.start();
  }

  /** Tells all of them that there is work. */
  wake(): void {
    for (const loop of this.#loops) loop.wake();
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.#loops.map((loop) => loop.stop()));
  }
}
