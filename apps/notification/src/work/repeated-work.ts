/** What is done again and again. */
export interface Work {
  /** Pause between two turns, in milliseconds. */
  everyMs: number;
  /** One turn. Resolves to whether there is more to do at once. */
  turn: () => Promise<boolean>;
  /** Told what a turn failed with; the next turn comes all the same. */
  onError: (error: unknown) => void;
}

/** Does work in turns that never overlap, until stopped. */
export class RepeatedWork {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private woken = false;
  private stopped = true;

  constructor(private readonly work: Work) {}

  start(): void {
    this.stopped = false;
    this.wake();
  }

  /** Has a turn come now, or right after the one that runs. */
  wake(): void {
    if (this.stopped) return;
    this.woken = true;
    clearTimeout(this.timer);
    this.running ??= this.run().finally(() => {
      this.running = undefined;
      if (!this.stopped) this.timer = setTimeout(() => this.wake(), this.work.everyMs);
    });
  }

  /** No further turn; resolves when the running one is over. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private async run(): Promise<void> {
    let more = false;
    while (!this.stopped && (this.woken || more)) {
      this.woken = false;
      try {
        more = await this.work.turn();
      } catch (error) {
        more = false;
        this.work.onError(error);
      }
    }
  }
}
