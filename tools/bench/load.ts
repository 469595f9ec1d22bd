// The load generator, a process of its own: takes one order, runs it, answers, ends.
import autocannon from 'autocannon';
import { quantile } from './statistics.ts';

/** One request of a run. */
export interface LoadRequest {
  method: 'GET' | 'POST';
  path: string;
  headers?: Record<string, string>;
  /** `{n}` stands for a number that is another one in each request. */
  body?: string;
}

/** One run. */
export interface LoadOrder {
  url: string;
  connections: number;
  seconds: number;
  headers: Record<string, string>;
  requests: LoadRequest[];
}

/** What a run found; times in milliseconds. */
export interface LoadResult {
  /** Successful answers. */
  answers: number;
  /** Answers that were no success, and requests that got none. */
  failures: number;
  seconds: number;
  p50: number;
  p99: number;
}

let number = 10_000_000 + Math.floor(Math.random() * 10_000_000);

/** Puts another number of eight digits for `{n}` into each request that is sent. */
function numbered(request: LoadRequest): autocannon.Request {
  const { body } = request;
  if (!body?.includes('{n}')) return request;
  return { ...request, setupRequest: (next) => ({ ...next, body: withNumber(body) }) };
}

/** The body with the next number. */
export function withNumber(body: string): string {
  return body.replaceAll('{n}', String((number += 1)));
}

async function run(order: LoadOrder): Promise<LoadResult> {
  const times: number[] = [];
  let refused = 0;
  const begun = performance.now();
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const instance = autocannon(
      {
        url: order.url,
        connections: order.connections,
        duration: order.seconds,
        headers: order.headers,
        timeout: 30,
        requests: order.requests.map(numbered),
      },
      (error, done) => (error ? reject(error) : resolve(done)),
    );
    // autocannon's own histogram knows whole milliseconds only.
    instance.on('response', (_client, statusCode, _bytes, time) => {
      if (statusCode < 300) times.push(time);
      else refused++;
    });
  });
  const seconds = (performance.now() - begun) / 1000;
  times.sort((a, b) => a - b);
  return {
    answers: times.length,
    failures: refused + result.errors + result.timeouts,
    seconds: Math.min(seconds, result.duration),
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
  };
}

if (process.send) {
  // Without whoever gave the order there is nobody to load for.
  process.once('disconnect', () => process.exit());
  process.once('message', (order: LoadOrder) => {
    void run(order).then((result) => process.send?.(result, () => process.disconnect()));
  });
}
