import { setTimeout as pause } from 'node:timers/promises';
import { until } from '@kontor/testing/until';
import { BackgroundLoop, BackgroundLoops } from './background-loop.js';

const never = 2 ** 30;
const errors: unknown[] = [];
const loops: BackgroundLoop[] = [];
const loop = (step: () => Promise<boolean | void>, every = never): BackgroundLoop => {
  const made = new BackgroundLoop(step, every, (error) => errors.push((error as Error).message));
  loops.push(made);
  return made;
};

afterEach(async () => {
  await Promise.all(loops.splice(0).map((one) => one.stop()));
  errors.length = 0;
});

it('goes on at once while there is more', async () => {
  let left = 5;
  loop(async () => --left > 0).start();
  await until('all to be done', () => left === 0);
});

it('comes again by itself after a pause, and after a step that failed', async () => {
  let steps = 0;
  const failing = async () => {
    steps += 1;
    throw new Error(`lost at ${steps}`);
  };
  loop(failing, 1).start();
  await until('three steps', () => steps >= 3);
  expect(errors.slice(0, 2)).toEqual(['lost at 1', 'lost at 2']);
});

it('looks again at once where it was woken while a step ran, which may have looked too early; never twice at once', async () => {
  let inside = 0;
  let steps = 0;
  const one = loop(async () => {
    inside += 1;
    expect(inside).toBe(1);
    await pause(2);
    inside -= 1;
    steps += 1;
    return false;
  });
  one.start();
  await pause(1);
  one.wake();
  one.wake();
  await until('the second step', () => steps === 2);
  expect(errors).toEqual([]);
});

it('is over when stop() resolves', async () => {
  let over = false;
  const one = loop(async () => {
    await pause(20);
    over = true;
    return true;
  });
  one.start();
  await pause(1);
  await one.stop();
  expect(over).toBe(true);
  over = false;
  one.wake();
  await pause(5);
  expect(over).toBe(false);
});

it('begins only after its first pause where it has one, unless it is woken', async () => {
  let steps = 0;
  const one = new BackgroundLoop(
    async () => void (steps += 1),
    never,
    () => undefined,
    { firstPause: never },
  );
  loops.push(one);
  one.start();
  await pause(5);
  expect(steps).toBe(0);
  one.wake();
  await until('the first step', () => steps === 1);
});

it('tells a long step between its batches that it is to stop', async () => {
  let batches = 0;
  const one = new BackgroundLoop(
    async (stopping) => {
      while (!stopping.aborted) {
        batches += 1;
        await pause(1);
      }
    },
    never,
    () => undefined,
  );
  one.start();
  await until('the first batches', () => batches > 2);
  await one.stop();
  const done = batches;
  await pause(5);
  expect(batches).toBe(done);
});

it('begins and ends together with others of its module', async () => {
  const steps = [0, 0];
  const job = new BackgroundLoops(steps.map((_, i) => loop(async () => void (steps[i]! += 1), 1)));
  job.onApplicationBootstrap();
  await until('steps of both', () => steps.every((count) => count > 1));
  await job.onModuleDestroy();
  const done = [...steps];
  await pause(5);
  expect(steps).toEqual(done);
});
