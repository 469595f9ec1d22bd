import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../start/services.ts';

/** A V8 CPU profile, as far as it is read here. */
export interface CpuProfile {
  nodes: {
    id: number;
    callFrame: { functionName: string; url: string; lineNumber: number };
    children?: number[];
  }[];
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
  work: () => Promise<unknown>,
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

/**
 * The functions that took most time themselves, greatest first; time in which nothing ran is left out. What Node or V8
 * does inside itself (a write to a socket) is told apart by the file that asked for it.
 */
export function topSelfTimes({ nodes, samples, timeDeltas }: CpuProfile, count: number): SelfTime[] {
  const labels = labelled(nodes);
  const times = new Map<string, { name: string; place: string; time: number }>();
  let total = 0;
  samples.forEach((id, i) => {
    const label = labels.get(id);
    const time = timeDeltas[i] ?? 0;
    if (!label || label.name === '(idle)') return;
    total += time;
    const key = `${label.name} ${label.place}`;
    const sum = times.get(key) ?? { ...label, time: 0 };
    sum.time += time;
    times.set(key, sum);
  });
  return [...times.values()]
    .sort((a, b) => b.time - a.time)
    .slice(0, count)
    .map(({ name, place, time }) => ({ name, place, share: time / total }));
}

/** Name and place of each node of the call tree; parents stand before their children. */
function labelled(nodes: CpuProfile['nodes']): Map<number, { name: string; place: string }> {
  const labels = new Map<number, { name: string; place: string }>();
  const asker = new Map<number, string>();
  for (const { id, callFrame, children } of nodes) {
    const { functionName, url, lineNumber } = callFrame;
    const inside = url === '' || url.startsWith('node:');
    const here = url === '' ? '' : `${shortened(url)}:${lineNumber + 1}`;
    const from = asker.get(id) ?? '';
    labels.set(id, {
      name: functionName || '(anonymous)',
      place: inside && from ? `${here} ← ${from}` : here,
    });
    for (const child of children ?? []) asker.set(child, inside ? from : `${functionName} ${here}`);
  }
  return labels;
}

function shortened(url: string): string {
  return url
    .replace('file://', '')
    .replace(/^.*node_modules\//, '~')
    .replace(`${root}/`, '');
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
