import { appendFileSync } from 'node:fs';

/** The plan for the next contact that stands. */
export interface NextContact {
  /** Version of the customer that set it. */
  revision: number;
  dueTime: string;
}

/** A customer as accepted commands have left it. */
export interface LedgerCustomer {
  id: string;
  ownerId: string;
  name: string;
  note: string;
  /** 1 and one for each accepted change. */
  version: number;
  plan: NextContact | undefined;
}

/** A record that is written once. */
export interface LedgerRecord {
  id: string;
  customerId: string;
  /** Its text, which no other record has. */
  text: string;
}

/** A person as accepted commands have left it. */
export interface LedgerPerson {
  id: string;
  name: string;
  version: number;
}

/** Reminders that accepted talks set: customer and revision. */
export interface LedgerReminder {
  customerId: string;
  revision: number;
  set: boolean;
}

/**
 * What the load generator was promised: every command that was answered with success, and nothing else. Kept in memory
 * and, for people who look into a failure, in a file.
 */
export class Ledger {
  readonly customers = new Map<string, LedgerCustomer>();
  readonly contacts = new Map<string, LedgerRecord>();
  readonly talks = new Map<string, LedgerRecord>();
  readonly people = new Map<string, LedgerPerson>();
  readonly reminders: LedgerReminder[] = [];
  /** Idempotency keys of accepted commands. */
  readonly keys: string[] = [];
  accepted = 0;
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** Notes an accepted command. */
  accept(what: string, facts: object): void {
    this.accepted += 1;
    appendFileSync(this.#file, `${JSON.stringify({ time: new Date().toISOString(), what, ...facts })}\n`);
  }

  /** Ids of the people who own what this run made. */
  get owners(): string[] {
    return [...this.people.keys()];
  }
}
