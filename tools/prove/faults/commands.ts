import type { Tallies } from '../claim.ts';
import type { Random } from '../random.ts';
import { NoAnswer, type Answer } from '../stage/http.ts';
import { jsonRequest, untilAnswered, type Person } from '../stage/person.ts';

/** Commands as a careful client gives them over a bad line: repeated until it knows what became of them. */
export class Commands {
  readonly #random: Random;
  readonly #tallies: Tallies;

  constructor(random: Random, tallies: Tallies) {
    this.#random = random;
    this.#tallies = tallies;
  }

  /**
   * A POST under a key of its own, repeated under that key whenever the answer was lost (often on purpose), and
   * sometimes though it was not. Resolves to the answer and its key, or to undefined where it was refused.
   */
  async post(
    person: Person,
    path: string,
    body: object,
  ): Promise<{ answer: Answer; key: string } | undefined> {
    const key = this.#random.uuid();
    const answer = await untilAnswered(() =>
      person.send({ ...jsonRequest('POST', path, body, { 'idempotency-key': key }), ...this.#badLine() }),
    );
    if (!this.#expect(answer, `POST ${path}`)) return undefined;
    while (this.#random.chance(0.15)) {
      const repeat = await untilAnswered(() =>
        person.send(jsonRequest('POST', path, body, { 'idempotency-key': key })),
      );
      const same = repeat.status === answer.status && repeat.text === answer.text;
      this.#tallies
        .of('repeats-differing')
        .check(
          same ? undefined : `${key}: ${answer.status} ${answer.text} then ${repeat.status} ${repeat.text}`,
        );
    }
    return { answer, key };
  }

  /**
   * A PATCH of version `version`. Where the answer was lost it is repeated: then 412 that shows the next version with
   * our value says that the first one arrived. Resolves to whether it was accepted.
   */
  async patch(
    person: Person,
    path: string,
    version: number,
    change: Record<string, string>,
  ): Promise<boolean> {
    let lost = false;
    const answer = await untilAnswered(async () => {
      try {
        const request = jsonRequest('PATCH', path, change, { 'if-match': `"${version}"` });
        const sent = await person.send({ ...request, ...this.#badLine() });
        lost ||= sent.status >= 500;
        return sent;
      } catch (error) {
        lost ||= error instanceof NoAnswer;
        throw error;
      }
    });
    const next = String(version + 1);
    if (answer.status === 412 && lost) {
      const { current } = JSON.parse(answer.text) as { current?: Record<string, unknown> };
      const ours =
        current?.etag === next && Object.entries(change).every(([name, value]) => current[name] === value);
      this.#tallies
        .of('effects-twice')
        .check(ours ? undefined : `PATCH ${path} of ${version}: ${answer.text}`);
      return ours;
    }
    if (!this.#expect(answer, `PATCH ${path} of version ${version}`)) return false;
    const { etag } = JSON.parse(answer.text) as { etag: string };
    this.#tallies
      .of('effects-twice')
      .check(etag === next ? undefined : `PATCH ${path}: ${etag}, not ${next}`);
    return true;
  }

  #expect(answer: Answer, what: string): boolean {
    const good = answer.status < 300;
    this.#tallies.of('refused-wrongly').check(good ? undefined : `${what}: ${answer.status} ${answer.text}`);
    return good;
  }

  /** One request in five loses its line at some moment of its way. */
  #badLine(): { hangUpAfterMs?: number } {
    return this.#random.chance(0.2) ? { hangUpAfterMs: this.#random.whole(0, 25) } : {};
  }
}
