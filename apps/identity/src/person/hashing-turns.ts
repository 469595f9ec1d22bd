import { AppError } from '@kontor/errors/app-error';

/** More waiting than this could not be served before their deadlines. */
const mostWaiting = 64;

/**
 * Lets only so many at a time do costly work; the others wait their turn. Who comes when too many wait, or whose
 * deadline passes meanwhile, is refused: a flood of sign-ins may neither take all memory nor stop all other work.
 */
export class HashingTurns {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly atOnce: number) {}

  /** Does the work when its turn comes. `deadline` is in epoch milliseconds. */
  async take<T>(deadline: number, work: () => Promise<T>): Promise<T> {
    if (this.waiting.length >= mostWaiting) {
      throw new AppError('unavailable', 'unavailable', { retryAfterSeconds: 1 });
    }
    if (this.running >= this.atOnce) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      if (Date.now() >= deadline) throw new AppError('deadline', 'deadline-exceeded');
      return await work();
    } finally {
      // The turn goes to the next in line, so that nobody who comes now overtakes.
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
