import { keyLimits, maySign, publishedKeys } from './key-rotation.js';

const now = Date.parse('2026-11-21T09:00:00.000Z');
const made = (millisecondsAgo: number) => ({ createTime: new Date(now - millisecondsAgo).toISOString() });

describe('a signing key', () => {
  it('signs for thirty days', () => {
    expect(maySign(made(keyLimits.signing - 1), now)).toBe(true);
    expect(maySign(made(keyLimits.signing), now)).toBe(false);
  });

  it('is published as long as it is the newest, however old', () => {
    const keys = [made(keyLimits.signing * 5)];
    expect(publishedKeys(keys, now)).toEqual(keys);
  });

  it('is published for an hour after its successor was made, and then no more', () => {
    const oldest = made(keyLimits.signing);
    const older = made(7_200_000);
    const justReplaced = made(3_599_999);
    const newest = made(1000);
    expect(publishedKeys([newest, justReplaced, older, oldest], now)).toEqual([newest, justReplaced, older]);
    expect(publishedKeys([made(keyLimits.afterSuccessor), older], now)).toEqual([
      made(keyLimits.afterSuccessor),
    ]);
  });
});
