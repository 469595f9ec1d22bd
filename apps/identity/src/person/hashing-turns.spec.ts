import { HashingTurns } from './hashing-turns.js';

const never = Number.POSITIVE_INFINITY;

/** Work that ends when told. */
function work() {
  let end = (): void => undefined;
  const done = new Promise<void>((resolve) => (end = resolve));
  const job = { started: false, end: () => end(), run: async () => ((job.started = true), await done) };
  return job;
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('turns', () => {
  it('let so many work at once, and the next in line when one is done', async () => {
    const turns = new HashingTurns(2);
    const jobs = [work(), work(), work(), work()];
    const all = jobs.map((job) => turns.take(never, job.run));
    await settle();
    expect(jobs.map((job) => job.started)).toEqual([true, true, false, false]);
    jobs[1]?.end();
    await settle();
    expect(jobs.map((job) => job.started)).toEqual([true, true, true, false]);
    for (const job of jobs) job.end();
    await Promise.all(all);
  });

  it('go on after work that fails', async () => {
    const turns = new HashingTurns(1);
    const failing = turns.take(never, () => Promise.reject(new Error('no')));
    const next = turns.take(never, () => Promise.resolve('done'));
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('done');
  });

  it('are not given to whom nobody waits for any more', async () => {
    const turns = new HashingTurns(1);
    await expect(turns.take(Date.now() - 1, () => Promise.resolve())).rejects.toThrow('deadline-exceeded');
  });

  it('are refused when too many wait', async () => {
    const turns = new HashingTurns(1);
    const first = work();
    const all = [turns.take(never, first.run)];
    for (let i = 0; i < 64; i++) all.push(turns.take(never, () => Promise.resolve()));
    await expect(turns.take(never, () => Promise.resolve())).rejects.toThrow('unavailable');
    first.end();
    await Promise.all(all);
  });
});
