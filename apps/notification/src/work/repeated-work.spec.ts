import { setTimeout as pause } from 'node:timers/promises';
import { until } from '@kontor/testing/until';
import { RepeatedWork } from './repeated-work.js';

describe('repeated work', () => {
  const errors: unknown[] = [];
  const works: RepeatedWork[] = [];
  const repeat = (turn: () => Promise<boolean>, everyMs = 3_600_000): RepeatedWork => {
    const work = new RepeatedWork({ turn, everyMs, onError: (error) => errors.push(error) });
    works.push(work);
    return work;
  };

  afterEach(async () => {
    await Promise.all(works.splice(0).map((work) => work.stop()));
    errors.length = 0;
  });

  it('goes on at once as long as there is more to do', async () => {
    let left = 5;
    repeat(async () => --left > 0).start();
    await until('all to be done', () => left === 0);
  });

  it('comes again by itself after a pause, and after an error', async () => {
    let turns = 0;
    repeat(async () => {
      turns += 1;
      throw new Error('no database');
    }, 1).start();
    await until('three turns', () => turns >= 3);
    expect(errors).toContainEqual(new Error('no database'));
  });

  it('never runs two turns at once, and forgets no call', async () => {
    let inside = 0;
    let turns = 0;
    const work = repeat(async () => {
      inside += 1;
      expect(inside).toBe(1);
      await pause(2);
      inside -= 1;
      turns += 1;
      return false;
    });
    work.start();
    await pause(1);
    work.wake();
    work.wake();
    await until('the second turn', () => turns === 2);
    expect(errors).toEqual([]);
  });

  it('is over when stop() resolves', async () => {
    let over = false;
    const work = repeat(async () => {
      await pause(20);
      over = true;
      return true;
    });
    work.start();
    await pause(1);
    await work.stop();
    expect(over).toBe(true);
    over = false;
    work.wake();
    await pause(5);
    expect(over).toBe(false);
  });
});
