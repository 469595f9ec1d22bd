/** One step of background work: whether there may be more at once. */
export type Step = () => Promise<boolean>;

/**
 * Repeats a step in the background of a replica: at once while there is more, else after a pause. What is to be done
 * stands in the database; the step claims it there, so that any number of replicas may run one. A provider of Nest that
 * extends it runs as long as its module does.
 */
export class BackgroundLoop {
  #stopping = false;
  #woken = false;
  #running: Promise<void> = Promise.resolve();
  #wakeUp: (() => void) | undefined;
  readonly #step: Step;
  readonly #pause: number;
  readonly #onError: (error: unknown) => void;

  /** `pause` in milliseconds, between two looks for work; `onError` is told what a step failed with, and it goes on. */
  constructor(step: Step, pause: number, onError: (error: unknown) => void) {
    this.#step = step;
    this.#pause = pause;
    this.#onError = onError;
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
    this.#stopping = true;
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
    while (!this.#stopping) {
      let more = false;
      this.#woken = false;
      try {
        more = await this.#step();
      } catch (error) {
        this.#onError(error);
      }
      if (!more && !this.#woken && !this.#stopping) await this.#sleep();
    }
  }

  #sleep(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#pause);
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
