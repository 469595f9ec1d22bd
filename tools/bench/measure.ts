import { cpuSeconds, perThousand, type CpuSeconds } from './cpu.ts';
import { load } from './load-process.ts';
import type { Scenario } from './scenarios.ts';
import type { Side } from './side.ts';
import { median } from './statistics.ts';

/** What one side does, as the middle of several runs. */
export interface Figures {
  requestsPerSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Processor seconds for 1,000 requests, by process. */
  cpu: CpuSeconds;
}

/** How runs are made. */
export interface Runs {
  rounds: number;
  seconds: number;
  connections: number;
  /** Customers to read. */
  ids: string[];
}

/** Both sides under the same load, in turn, so that what else the machine does meets both alike. */
export async function measureBoth(
  scenario: Scenario,
  kontor: Side,
  bound: Side,
  runs: Runs,
): Promise<{ kontor: Figures; bound: Figures }> {
  const found = { kontor: [] as Figures[], bound: [] as Figures[] };
  for (let round = 0; round < runs.rounds; round++) {
    for (const side of [kontor, bound]) {
      // The first run of each is preceded by one that warms the code and the pages and is not counted.
      if (round === 0) await measureOnce(scenario, side, { ...runs, seconds: 2 });
      found[side.name].push(await measureOnce(scenario, side, runs));
    }
  }
  return { kontor: middle(found.kontor), bound: middle(found.bound) };
}

/** One run on one side. */
export async function measureOnce(
  scenario: Scenario,
  side: Side,
  runs: Omit<Runs, 'rounds'>,
): Promise<Figures> {
  const headers = await side.headers(scenario.caller);
  const requests = scenario.requests(side.dialect, runs.ids);
  const before = cpuSeconds(side.processes());
  const result = await load({
    url: side.url,
    connections: runs.connections,
    seconds: runs.seconds,
    headers,
    requests,
  });
  // What is left for later (events on their way) belongs to the price of the requests.
  await side.settle();
  const after = cpuSeconds(side.processes());
  return {
    requestsPerSecond: result.answers / result.seconds,
    p50: result.p50,
    p99: result.p99,
    cpu: perThousand(before, after, result.answers),
  };
}

/** The middle of each figure by itself. */
export function middle(figures: Figures[]): Figures {
  const of = (pick: (one: Figures) => number): number => median(figures.map(pick));
  const processes = Object.keys(figures[0]?.cpu ?? {});
  return {
    requestsPerSecond: of((one) => one.requestsPerSecond),
    p50: of((one) => one.p50),
    p99: of((one) => one.p99),
    cpu: Object.fromEntries(processes.map((name) => [name, of((one) => one.cpu[name] ?? 0)])),
  };
}
