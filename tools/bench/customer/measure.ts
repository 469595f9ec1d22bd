import type { Api } from '../api.ts';
import { cpuSeconds, perThousand } from '../cpu.ts';
import type { Kontor } from '../kontor.ts';
import { load } from '../load-process.ts';
import type { LoadRequest } from '../load.ts';

/** What requests cost. Times in milliseconds, processor time in milliseconds a request, of all processes together. */
export interface Cost {
  p50: number;
  p99: number;
  cpu: number;
  requestsPerSecond: number;
}

/** How requests are sent. */
export interface Sending {
  api: Api;
  requests: LoadRequest[];
  connections: number;
  seconds: number;
  /** Instead of the suite's own: another gateway, with its processes. */
  instead?: { url: string; processes: ReadonlyMap<string, number> };
  /** A run before, which does not count, that warms code and pages. */
  warmSeconds?: number;
}

/** Sends requests for a while, and tells what they cost until nothing is left to do of them. */
export async function costOf(kontor: Kontor, sending: Sending): Promise<Cost> {
  const { api, requests, connections, seconds, instead, warmSeconds } = sending;
  const url = instead?.url ?? kontor.url;
  const headers = await api.authorization();
  if (warmSeconds) await load({ url, connections, seconds: warmSeconds, headers, requests });
  await kontor.settle();
  const processes = instead?.processes ?? kontor.processes();
  const before = cpuSeconds(processes);
  const result = await load({ url, connections, seconds, headers, requests });
  await kontor.settle();
  const used = perThousand(before, cpuSeconds(processes), result.answers);
  return {
    p50: result.p50,
    p99: result.p99,
    cpu: Object.values(used).reduce((sum, one) => sum + one, 0),
    requestsPerSecond: result.answers / result.seconds,
  };
}
