/** A pause that somebody else may end. A call to end() while nobody pauses makes the next wait() return at once. */
export class Pause {
  private ended = false;
  private resume: (() => void) | undefined;

  /** Ends the pause under way, or the next one. */
  end(): void {
    this.ended = true;
    this.resume?.();
  }

  /** Waits for end(), at most for `ms`. */
  async wait(ms: number): Promise<void> {
    if (!this.ended) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.resume = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.resume = undefined;
    this.ended = false;
  }

  /** Waits for `ms` whatever happens; an end() meanwhile counts for the next wait(). */
  async deaf(ms: number): Promise<void> {
    if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
  }
}
