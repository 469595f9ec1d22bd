import type { Tallies } from './claim.ts';
import type { Random } from './random.ts';
import type { Stage } from './stage/stage.ts';

/** Small fits into every build, large into a night. */
export type Size = 'small' | 'large';

/** What a proof works with. */
export interface Ground {
  /** A running suite; proofs of one call share it, one after the other. */
  stage: Stage;
  size: Size;
  random: Random;
  tallies: Tallies;
  /** Tells people what happens; goes to standard error. */
  say: (line: string) => void;
}

/** One program with claims that take many trials. Resolves when all are tallied; rejects when it could not run. */
export type Proof = (ground: Ground) => Promise<void>;
