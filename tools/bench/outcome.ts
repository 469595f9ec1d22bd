import { aimedCountsMs, aimedRatio, aimedTail } from './aims.ts';
import type { CpuSeconds } from './cpu.ts';
import type { Figures } from './measure.ts';

/** One line of the result. Times in milliseconds; `cpu` in processor seconds for 1,000 requests (or rows). */
export interface Outcome {
  bench: string;
  title: string;
  connections: number;
  unit: string;
  kontor: number;
  bound?: number;
  /** Kontor by bound. */
  ratio?: number;
  aim?: string;
  met?: boolean;
  p50?: number;
  p99?: number;
  boundP99?: number;
  cpu: CpuSeconds;
  boundCpu?: CpuSeconds;
}

/** What the figures of both sides mean. */
export function outcomeOf(
  scenario: { name: string; title: string },
  connections: number,
  { kontor, bound }: { kontor: Figures; bound: Figures },
): Outcome {
  const ratio = kontor.requestsPerSecond / bound.requestsPerSecond;
  const verdict = judge(scenario.name, connections, ratio, kontor.p99, bound.p99);
  return {
    bench: scenario.name,
    title: scenario.title,
    connections,
    unit: 'requests/s',
    kontor: kontor.requestsPerSecond,
    bound: bound.requestsPerSecond,
    ratio,
    ...verdict,
    p50: kontor.p50,
    p99: kontor.p99,
    boundP99: bound.p99,
    cpu: kontor.cpu,
    boundCpu: bound.cpu,
  };
}

/** Which aims a line has, in words, and whether all of them are met; nothing where it has none. */
export function judge(
  name: string,
  connections: number,
  ratio: number,
  p99: number,
  boundP99: number,
): { aim: string; met: boolean } | undefined {
  const aims: { aim: string; met: boolean }[] = [];
  const least = aimedRatio[name];
  if (least !== undefined) aims.push({ aim: `≥ ${least.toFixed(2)} × bound`, met: ratio >= least });
  if (least !== undefined && connections === aimedTail.connections) {
    aims.push({ aim: `p99 ≤ ${aimedTail.times} × bound’s`, met: p99 <= aimedTail.times * boundP99 });
  }
  if (name === 'counts' && connections === 1)
    aims.push({ aim: `p99 ≤ ${aimedCountsMs} ms`, met: p99 <= aimedCountsMs });
  if (aims.length === 0) return undefined;
  return { aim: aims.map(({ aim }) => aim).join(', '), met: aims.every(({ met }) => met) };
}
