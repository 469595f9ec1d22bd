/** What one claim came to. 0 failures in n trials bound the rate below 3/n, with 95 % confidence. */
export interface Claim {
  /** Program and sentence, such as faults/mails-twice. */
  claim: string;
  trials: number;
  failures: number;
  seed: number;
  seconds: number;
}

/** Gathers trials and failures of one claim, and keeps the first failures for people. */
export class Tally {
  readonly name: string;
  trials = 0;
  failures = 0;
  readonly examples: string[] = [];
  readonly #kinds = new Set<string>();

  constructor(name: string) {
    this.name = name;
  }

  /** Counts trials of which none failed (failures are told one by one). */
  tried(count = 1): void {
    this.trials += count;
  }

  /** Counts a failure; its trial is counted by tried(). Of one kind the first example is kept. */
  failed(example: string, kind = example): void {
    this.failures += 1;
    if (this.examples.length >= 10 || this.#kinds.has(kind)) return;
    this.#kinds.add(kind);
    this.examples.push(example);
  }

  /** One trial, that failed where `example` is given. */
  check(example: string | undefined, kind?: string): void {
    this.tried();
    if (example !== undefined) this.failed(example, kind);
  }
}

/** The tallies of one program, made where they are first asked for. */
export class Tallies {
  readonly #program: string;
  readonly #tallies = new Map<string, Tally>();

  constructor(program: string) {
    this.#program = program;
  }

  /** The tally of a claim. */
  of(claim: string): Tally {
    const known = this.#tallies.get(claim);
    if (known) return known;
    const made = new Tally(`${this.#program}/${claim}`);
    this.#tallies.set(claim, made);
    return made;
  }

  all(): Tally[] {
    return [...this.#tallies.values()];
  }
}
