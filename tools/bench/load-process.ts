import { fork } from 'node:child_process';
import { join } from 'node:path';
import { withNumber, type LoadOrder, type LoadResult } from './load.ts';

/**
 * Runs an order in a process of its own. Throws when any request is refused or lost: a figure of such a run means
 * nothing.
 */
export async function load(order: LoadOrder): Promise<LoadResult> {
  await probe(order);
  const result = await inProcess(order);
  if (result.answers > 0 && result.failures === 0) return result;
  throw new Error(`${order.url}: ${result.failures} requests failed, ${result.answers} succeeded.`);
}

function inProcess(order: LoadOrder): Promise<LoadResult> {
  const child = fork(join(import.meta.dirname, 'load.ts'), { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let complaint = '';
  child.stderr?.on('data', (text: Buffer) => (complaint += text.toString()));
  return new Promise((resolve, reject) => {
    child.once('message', (result) => resolve(result as LoadResult));
    child.once('error', reject);
    // After a result this rejection is void.
    child.once('exit', (code) =>
      reject(new Error(`The load generator ended with code ${code}.\n${complaint}`)),
    );
    child.send(order);
  });
}

/** Sends the first request by itself. Throws with the whole answer when it is refused. */
async function probe({ url, headers, requests: [first] }: LoadOrder): Promise<void> {
  if (!first) return;
  const response = await fetch(`${url}${first.path}`, {
    method: first.method,
    headers: { ...headers, ...first.headers },
    ...(first.body === undefined ? {} : { body: withNumber(first.body) }),
  });
  const text = await response.text();
  if (!response.ok)
    throw new Error(`${first.method} ${url}${first.path} was answered with ${response.status}: ${text}`);
}
