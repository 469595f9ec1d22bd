import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of the kernel's clock a second: 100 wherever Linux runs Node. */
const ticksPerSecond = 100;

/** Seconds of processor time by the names of the processes. */
export type CpuSeconds = Record<string, number>;

/**
 * Processor time that each process has used since it began, with all of its children, living and dead, in seconds.
 * Empty where there is no /proc.
 */
export function cpuSeconds(processes: ReadonlyMap<string, number>): CpuSeconds {
  const all = readAll();
  const used = (pid: number): number => {
    const own = all.get(pid);
    if (!own) return 0;
    const children = [...all.values()].filter(({ parent }) => parent === pid);
    return own.ticks + children.reduce((sum, child) => sum + used(child.pid), 0);
  };
  if (all.size === 0) return {};
  return Object.fromEntries([...processes].map(([name, pid]) => [name, used(pid) / ticksPerSecond]));
}

/** What was used between two readings, for each thousand of `requests`. */
export function perThousand(before: CpuSeconds, after: CpuSeconds, requests: number): CpuSeconds {
  return Object.fromEntries(
    Object.entries(after).map(([name, seconds]) => [
      name,
      ((seconds - (before[name] ?? 0)) * 1000) / Math.max(1, requests),
    ]),
  );
}

interface ProcessTimes {
  pid: number;
  parent: number;
  /** Its own and that of children it has waited for. */
  ticks: number;
}

function readAll(): Map<number, ProcessTimes> {
  const all = new Map<number, ProcessTimes>();
  if (process.platform !== 'linux') return all;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // The name of the program stands in brackets and may hold anything; the numbers begin behind it.
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const ticks = [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0);
      all.set(Number(name), { pid: Number(name), parent: Number(fields[1]), ticks });
    } catch {
      // It ended meanwhile.
    }
  }
  return all;
}
