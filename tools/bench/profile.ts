import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../start/services.ts';

/** A V8 CPU profile, as far as it is read here. */
export interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  /** Microseconds between the samples. */
  timeDeltas: number[];
}

/** A function and the share (0 to 1) of the time that was spent in it, not in what it calls. */
export interface SelfTime {
  name: string;
  place: string;
  share: number;
}

/**
 * Profiles the Node processes while `work` runs: each is told by SIGUSR1 to open its inspector, at an address that it
 * writes to its log. They must have been started with `--inspect-port=127.0.0.1:0`.
 */
export async function profiled(
  processes: { name: string; pid: number; log: string }[],
  work: () => Promise<void>,
): Promise<Map<string, CpuProfile>> {
  const inspectors = await Promise.all(
    processes.map(async (one) => ({ name: one.name, inspector: await inspect(one) })),
  );
  try {
    for (const { inspector } of inspectors) {
      await inspector.send('Profiler.enable');
      await inspector.send('Profiler.setSamplingInterval', { interval: 500 });
      await inspector.send('Profiler.start');
    }
    await work();
    const profiles = new Map<string, CpuProfile>();
    for (const { name, inspector } of inspectors) {
      const { profile } = (await inspector.send('Profiler.stop')) as { profile: CpuProfile };
      profiles.set(name, profile);
    }
    return profiles;
  } finally {
    for (const { inspector } of inspectors) inspector.close();
  }
}

/** The functions that took most time themselves, greatest first; time in which nothing ran is left out. */
export function topSelfTimes({ nodes, samples, timeDeltas }: CpuProfile, count: number): SelfTime[] {
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const times = new Map<string, { name: string; place: string; time: number }>();
  let total = 0;
  samples.forEach((id, i) => {
    const frame = byId.get(id);
    const time = timeDeltas[i] ?? 0;
    if (!frame || frame.functionName === '(idle)') return;
    total += time;
    const place = frame.url ? `${shortened(frame.url)}:${frame.lineNumber + 1}` : '';
    const name = frame.functionName || '(anonymous)';
    const sum = times.get(`${name} ${place}`) ?? { name, place, time: 0 };
    sum.time += time;
    times.set(`${name} ${place}`, sum);
  });
  return [...times.values()]
    .sort((a, b) => b.time - a.time)
    .slice(0, count)
    .map(({ name, place, time }) => ({ name, place, share: time / total }));
}

function shortened(url: string): string {
  return url.replace('file://', '').replace(`${root}/`, '').replace('node_modules/', '~');
}

interface Inspector {
  send(method: string, params?: object): Promise<object>;
  close(): void;
}

async function inspect({ name, pid, log }: { name: string; pid: number; log: string }): Promise<Inspector> {
  process.kill(pid, 'SIGUSR1');
  for (let attempt = 0; attempt < 100; attempt++) {
    const text = readFileSync(log, 'utf8');
    const address = [...text.matchAll(/Debugger listening on (ws:\S+)/g)].at(-1)?.[1];
    if (address) return connect(address);
    await sleep(50);
  }
  throw new Error(`${name} opened no inspector.`);
}

async function connect(address: string): Promise<Inspector> {
  const socket = new WebSocket(address);
  const waiting = new Map<number, (answer: { result?: object; error?: { message: string } }) => void>();
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve(), { once: true });
    socket.addEventListener('error', () => reject(new Error(`There is no inspector at ${address}.`)), {
      once: true,
    });
  });
  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(String(data)) as { id?: number; result?: object; error?: { message: string } };
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
  });
  let last = 0;
  return {
    send: (method, params = {}) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        waiting.set(id, ({ result, error }) =>
          result ? resolve(result) : reject(new Error(error?.message ?? method)),
        );
        socket.send(JSON.stringify({ id, method, params }));
      }),
    close: () => socket.close(),
  };
}
