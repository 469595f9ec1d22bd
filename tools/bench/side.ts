import type { CallerName, Dialect } from './scenarios.ts';

/** One of the two programs that are compared. */
export interface Side {
  name: 'kontor' | 'bound';
  url: string;
  dialect: Dialect;
  /** Headers of a request by such a caller; good for some minutes. */
  headers(caller: CallerName): Promise<Record<string, string>>;
  /** Process ids by what they do; they may change when one is started again. */
  processes(): Map<string, number>;
  /** Resolves when nothing is left to do of what was asked. */
  settle(): Promise<void>;
}
