import { setTimeout as sleep } from 'node:timers/promises';
import type { Tallies } from '../claim.ts';
import type { Ground } from '../proof.ts';
import type { Random } from '../random.ts';
import type { Person } from '../stage/person.ts';
import type { Stage } from '../stage/stage.ts';
import { Commands } from './commands.ts';
import type { Ledger, LedgerCustomer } from './ledger.ts';

/** Salespeople, and the commands that each has under way at once. */
const salespeople = 4;
const handsEach = 2;

/** Shortest and longest pause between two commands of a hand, in milliseconds: less in a long run, which lasts an hour. */
const pauses = { small: [5, 40], large: [50, 400] } as const;

/** A load that runs until it is told to end. */
export interface Load {
  /** Resolves when every command is answered. Rejects where one never was. */
  end(): Promise<void>;
}

/** Lets several people work: customers made and edited, talks logged with reminders that are due at once. */
export async function startLoad(
  { stage, size, random: all, tallies }: Ground,
  ledger: Ledger,
): Promise<Load> {
  const random = all.fork();
  const tag = random.uuid().slice(0, 8);
  const manager = await stage.engage(`manager-${tag}@prove.example`, { roles: ['manager'] });
  const people = [manager];
  for (let i = 1; i <= salespeople; i++) {
    people.push(await stage.engage(`sales-${i}-${tag}@prove.example`, { managerId: manager.id }));
  }
  for (const { id, email } of people) {
    ledger.people.set(id, { id, name: email.split('@', 1)[0] ?? '', version: 1 });
  }
  const ending = new AbortController();
  const hands = people
    .slice(1)
    .flatMap((person) =>
      Array.from({ length: handsEach }, () =>
        new Hand(person, ledger, random.fork(), tallies).work(ending.signal, pauses[size]),
      ),
    );
  const work = Promise.all([...hands, renamePeople(stage, ledger, random.fork(), tallies, ending.signal)]);
  // Heard of at the end; meanwhile it must not end the process.
  work.catch(() => {});
  return {
    end: async () => {
      ending.abort();
      await work;
    },
  };
}

/** One of the things that a person does at the same time. It alone touches its customers. */
class Hand {
  readonly #person: Person;
  readonly #ledger: Ledger;
  readonly #random: Random;
  readonly #commands: Commands;
  readonly #customers: LedgerCustomer[] = [];

  constructor(person: Person, ledger: Ledger, random: Random, tallies: Tallies) {
    this.#person = person;
    this.#ledger = ledger;
    this.#random = random;
    this.#commands = new Commands(random.fork(), tallies);
  }

  async work(ending: AbortSignal, pause: readonly [number, number]): Promise<void> {
    while (!ending.aborted) {
      const kind = this.#customers.length < 3 ? 0 : this.#random.next();
      if (kind < 0.25) await this.#create();
      else if (kind < 0.55) await this.#edit(this.#random.pick(this.#customers));
      else if (kind < 0.85) await this.#talk(this.#random.pick(this.#customers));
      else await this.#addContact(this.#random.pick(this.#customers));
      await sleep(this.#random.whole(...pause));
    }
  }

  async #create(): Promise<void> {
    const name = `Customer ${this.#random.uuid()}`;
    const done = await this.#commands.post(this.#person, '/v1/customers', { kind: 'company', name });
    if (!done) return;
    const { id } = JSON.parse(done.answer.text) as { id: string };
    const customer = { id, ownerId: this.#person.id, name, note: '', version: 1, plan: undefined };
    this.#customers.push(customer);
    this.#ledger.customers.set(id, customer);
    this.#ledger.keys.push(done.key);
    this.#ledger.accept('create', { id, key: done.key, name });
  }

  async #edit(customer: LedgerCustomer): Promise<void> {
    const field = this.#random.chance(0.2) ? 'name' : 'note';
    const change = { [field]: `Customer ${this.#random.uuid()}` };
    const path = `/v1/customers/${customer.id}`;
    if (!(await this.#commands.patch(this.#person, path, customer.version, change))) return;
    Object.assign(customer, change);
    customer.version += 1;
    if (field === 'name' && customer.plan) this.#planned(customer, customer.plan.dueTime);
    this.#ledger.accept('edit', { id: customer.id, version: customer.version, ...change });
  }

  async #talk(customer: LedgerCustomer): Promise<void> {
    const content = `Talk ${this.#random.uuid()}`;
    const next = this.#random.chance(0.85)
      ? { nextContactTime: minuteFromNow(this.#random.whole(-2, 0)), nextContactTimeZone: 'Etc/UTC' }
      : {};
    const path = `/v1/customers/${customer.id}/interactions`;
    const done = await this.#commands.post(this.#person, path, { manner: 'call', content, ...next });
    if (!done) return;
    const { id } = JSON.parse(done.answer.text) as { id: string };
    customer.version += 1;
    if (next.nextContactTime) this.#planned(customer, next.nextContactTime);
    else if (customer.plan) this.#cancelled(customer);
    this.#ledger.talks.set(id, { id, customerId: customer.id, text: content });
    this.#ledger.keys.push(done.key);
    this.#ledger.accept('talk', {
      id,
      customer: customer.id,
      version: customer.version,
      key: done.key,
      ...next,
    });
  }

  async #addContact(customer: LedgerCustomer): Promise<void> {
    const name = `Contact ${this.#random.uuid()}`;
    const done = await this.#commands.post(this.#person, `/v1/customers/${customer.id}/contacts`, { name });
    if (!done) return;
    const { id } = JSON.parse(done.answer.text) as { id: string };
    this.#ledger.contacts.set(id, { id, customerId: customer.id, text: name });
    this.#ledger.keys.push(done.key);
    this.#ledger.accept('contact', { id, customer: customer.id, key: done.key });
  }

  #planned(customer: LedgerCustomer, dueTime: string): void {
    customer.plan = { revision: customer.version, dueTime };
    this.#ledger.reminders.push({ customerId: customer.id, revision: customer.version, set: true });
  }

  #cancelled(customer: LedgerCustomer): void {
    customer.plan = undefined;
    this.#ledger.reminders.push({ customerId: customer.id, revision: customer.version, set: false });
  }
}

/** Renames people all the time, so that the other services have something to copy. */
async function renamePeople(
  stage: Stage,
  ledger: Ledger,
  random: Random,
  tallies: Tallies,
  ending: AbortSignal,
): Promise<void> {
  const commands = new Commands(random.fork(), tallies);
  while (!ending.aborted) {
    const person = random.pick([...ledger.people.values()]);
    const name = `Person ${random.uuid()}`;
    const path = `/v1/people/${person.id}`;
    if (await commands.patch(stage.administrator, path, person.version, { name })) {
      person.name = name;
      person.version += 1;
      ledger.accept('rename', { id: person.id, version: person.version, name });
    }
    await sleep(random.whole(20, 150));
  }
}

/** A wall time in UTC, so many minutes from this one. Times that are past are due at once. */
function minuteFromNow(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 16);
}
