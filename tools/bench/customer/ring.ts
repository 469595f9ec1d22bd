import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { Kontor } from '../kontor.ts';
import { load } from '../load-process.ts';
import { quantile } from '../statistics.ts';
import type { Company } from './people.ts';
import type { Subjects } from './questions.ts';
import { work } from './reclaim.ts';

/** What the exchange of the benchmark signs with: a setting of the customer service. */
export const exchangeEnv = {
  TELEPHONY_SECRET: `whsec_${Buffer.from('the exchange of a benchmark').toString('base64')}`,
};

/** How long it takes from a ring to the card, in milliseconds. */
export interface Rung {
  calls: number;
  p50: number;
  p99: number;
}

/** A phone that rings in vain is one of another kind: a limit against hanging, in milliseconds. */
const patience = 30_000;

const extension = '7001';
const connections = 16;
const quietRings = 50;

/**
 * Lets a salesperson's phone ring again and again, each time from the number of one of the salesperson's customers: the
 * exchange posts a signed event to the gateway, the stream of live events that the salesperson has open tells of the
 * call, and the card of it is read. Once with nothing else to do, and while others work.
 */
export async function measureRing(
  kontor: Kontor,
  { administrator, salesperson, salespersonId }: Company,
  subjects: Subjects,
): Promise<{ before: Rung; meanwhile: Rung }> {
  await administrator.call('POST', '/v1/extensions', { number: extension, personId: salespersonId });
  const numbers = subjects.own.phones.filter((phone) => phone.startsWith('+'));
  const headers = await salesperson.authorization();
  await using phone = await Phone.open(kontor.url, headers);
  for (let i = 0; i < 5; i++) await phone.ring(numbers[i % numbers.length] as string);
  const before: number[] = [];
  for (let i = 0; i < quietRings; i++) before.push(await phone.ring(numbers[i % numbers.length] as string));
  const meanwhile: number[] = [];
  const others = load({ url: kontor.url, connections, seconds: 20, headers, requests: work(subjects) });
  let working = true;
  const over = (): void => void (working = false);
  others.then(over, over);
  for (let i = 0; working; i++) meanwhile.push(await phone.ring(numbers[i % numbers.length] as string));
  await others;
  await kontor.settle();
  return { before: timesOf(before), meanwhile: timesOf(meanwhile) };
}

function timesOf(times: number[]): Rung {
  times.sort((a, b) => a - b);
  return { calls: times.length, p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

/** A phone at the desk of somebody who has Kontor open. */
class Phone implements AsyncDisposable {
  readonly #url: string;
  readonly #headers: Record<string, string>;
  readonly #closing = new AbortController();
  readonly #signature = new Webhook(exchangeEnv.TELEPHONY_SECRET);
  #heard: ((callPath: string) => void) | undefined;

  private constructor(url: string, headers: Record<string, string>) {
    this.#url = url;
    this.#headers = headers;
  }

  static async open(url: string, headers: Record<string, string>): Promise<Phone> {
    const phone = new Phone(url, headers);
    const { signal } = phone.#closing;
    const stream = await fetch(`${url}/v1/events`, { headers, signal });
    if (!stream.ok || !stream.body)
      throw new Error(`The stream of events was answered with ${stream.status}.`);
    void phone.#listen(stream.body).catch(() => undefined);
    return phone;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    return Promise.resolve();
  }

  /** Rings until the card is read, and hangs up. Resolves to how long that took, in milliseconds. */
  async ring(from: string): Promise<number> {
    const call = { callId: randomUUID(), from, to: '100', extension, direction: 'inbound' };
    const heard = new Promise<string>((resolve, reject) => {
      this.#heard = resolve;
      setTimeout(() => reject(new Error(`Nobody was told of ${call.callId}.`)), patience).unref();
    });
    const begun = performance.now();
    const [path] = await Promise.all([heard, this.#tell({ type: 'ring', ...call })]);
    const card = await this.#send('GET', `/v1/${path}`, this.#headers);
    const took = performance.now() - begun;
    const { number } = JSON.parse(card) as { number: string };
    if (number !== from) throw new Error(`${from} rang, and the card of ${number} was shown.`);
    await this.#tell({ type: 'hangup', ...call });
    return took;
  }

  async #tell(event: object): Promise<void> {
    const [id, now, body] = [randomUUID(), new Date(), JSON.stringify(event)];
    await this.#send(
      'POST',
      '/v1/telephony/events',
      {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': this.#signature.sign(id, now, body),
      },
      body,
    );
  }

  async #send(method: string, path: string, headers: Record<string, string>, body?: string): Promise<string> {
    const response = await fetch(`${this.#url}${path}`, { method, headers, ...(body && { body }) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}: ${text}`);
    return text;
  }

  async #listen(body: ReadableStream<Uint8Array>): Promise<void> {
    let text = '';
    for await (const piece of body.pipeThrough(new TextDecoderStream())) {
      const frames = `${text}${piece}`.split('\n\n');
      text = frames.pop() ?? '';
      for (const frame of frames) {
        const path = /^event: [^\n]*CallRinging\n[^]*"object":"(calls\/[^"]+)"/.exec(frame)?.[1];
        if (path) this.#heard?.(path);
      }
    }
  }
}
