import { AppError } from '@kontor/errors/app-error';

/** Seconds after which a store may answer again. */
const retryAfterSeconds = 10;

/**
 * A store that does not do what it should. Of the error only the words are kept: those of clients carry whole requests
 * with their signatures, and logs print what hangs on an error.
 */
export function storeFault(label: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { name, message, code } = error as Error & { code?: string };
  const cause = new Error([name, code, message].filter(Boolean).join(': '));
  return new AppError('unavailable', 'store-unavailable', {
    params: { store: label },
    retryAfterSeconds,
    cause,
  });
}

/** Bytes that are being stored; what their source throws is told from what the store throws. */
export class Source {
  private thrown: { error: unknown } | undefined;
  /** Bytes that have come. */
  size = 0;

  constructor(private readonly bytes: Buffer | AsyncIterable<Buffer>) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    try {
      for await (const piece of Buffer.isBuffer(this.bytes) ? [this.bytes] : this.bytes) {
        this.size += piece.length;
        yield piece;
      }
    } catch (error) {
      this.thrown = { error };
      throw error;
    }
  }

  /** What a failed writing is to be told as. */
  faultOf(label: string, error: unknown): unknown {
    return this.thrown ? this.thrown.error : storeFault(label, error);
  }
}
