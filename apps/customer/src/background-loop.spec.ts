import { BackgroundLoop } from './background-loop.js';

const quiet = () => undefined;

it('looks again at once where it was woken while a step ran, which may have looked too early', async () => {
  let looks = 0;
  const { promise: second, resolve } = Promise.withResolvers<void>();
  const loop: BackgroundLoop = new BackgroundLoop(
    () => {
      looks++;
      if (looks === 1) loop.wake();
      else resolve();
      return Promise.resolve(false);
    },
    2 ** 30,
    quiet,
  );
  loop.start();
  await second;
  await loop.stop();
  expect(looks).toBe(2);
});

it('goes on while there is more, and after a step that failed', async () => {
  const told: unknown[] = [];
  let left = 3;
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const loop = new BackgroundLoop(
    () => {
      if (left === 2) throw new Error(`lost at ${left--}`);
      if (left === 0) resolve();
      return Promise.resolve(left-- > 0);
    },
    0,
    (error) => told.push((error as Error).message),
  );
  loop.start();
  await done;
  await loop.stop();
  expect(told).toEqual(['lost at 2']);
});
