/** One step of background work: whether there may be more at once. */
export type Step = () => Promise<boolean>;

/**
 * Repeats a step in the background of a replica: at once while there is more, else after a pause. What is to be done
 * stands in the database; the step claims it there, so that any number of replicas may run one.
 */
export class BackgroundLoop {
  private stopping = false;
  private woken = false;
  private running: Promise<void> = Promise.resolve();
  private wakeUp: (() => void) | undefined;

  constructor(
    private readonly step: Step,
    /** Milliseconds between two looks for work. */
    private readonly pause: number,
    private readonly onError: (error: unknown) => void,
  ) {}

  start(): void {
    this.running = this.loop();
  }

  /** Tells that there is work; also while a step runs, which may have looked too early. */
  wake(): void {
    this.woken = true;
    this.wakeUp?.();
  }

  /** Stops after the step that runs. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.running;
  }

  private async loop(): Promise<void> {
    while (!this.stopping) {
      let more = false;
      this.woken = false;
      try {
        more = await this.step();
      } catch (error) {
        this.onError(error);
      }
      if (!more && !this.woken && !this.stopping) await this.sleep();
    }
  }

  private sleep(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.pause);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
