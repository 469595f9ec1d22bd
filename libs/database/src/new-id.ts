import { randomFillSync } from 'node:crypto';

/** Random bytes are drawn this many at once: a draw costs as much as a hundred ids. */
const drawn = 8192;

const pool = Buffer.alloc(drawn);
const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

let used = drawn;
let lastMs = 0;
/** Counts within a millisecond, from a random start; 26 bits of which the start fills 25. */
let count = 0;

/**
 * A UUIDv7 (RFC 9562, method 1): milliseconds, a counter of 26 bits, 48 random bits. Those of one process grow in the
 * order of the calls, also when the clock is set back. Records, audit rows and events get one each, so it must be quick.
 */
export function newId(): string {
  if (used + 10 > drawn) {
    randomFillSync(pool);
    used = 0;
  }
  const ms = Date.now();
  if (ms > lastMs) {
    lastMs = ms;
    count = pool.readUInt32BE(used) >>> 7;
  } else if (++count === 1 << 26) {
    lastMs += 1;
    count = 0;
  }
  const at = used + 4;
  used += 10;
  const high = Math.floor(lastMs / 0x1_0000_0000);
  return (
    byte(high >>> 8) +
    byte(high) +
    byte(lastMs / 0x100_0000) +
    byte(lastMs / 0x1_0000) +
    '-' +
    byte(lastMs / 0x100) +
    byte(lastMs) +
    '-' +
    byte(0x70 | (count >>> 22)) +
    byte(count >>> 14) +
    '-' +
    byte(0x80 | ((count >>> 8) & 0x3f)) +
    byte(count) +
    '-' +
    byte(pool[at]) +
    byte(pool[at + 1]) +
    byte(pool[at + 2]) +
    byte(pool[at + 3]) +
    byte(pool[at + 4]) +
    byte(pool[at + 5])
  );
}

/** The lowest eight bits in hexadecimal. */
function byte(value = 0): string {
  return hex[value & 0xff] ?? '';
}
