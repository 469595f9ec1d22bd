import { linkSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { lives, readRecord, writeRecord, type ProcessRecord } from './process-identity.ts';

let attempts = 0;

/**
 * Takes the lock `file` for this process; it ends with the process, even one that is killed. Gives the holder when
 * somebody else (or an earlier call of ours) has it, nothing when it is now ours.
 */
export function takeLock(file: string): ProcessRecord | undefined {
  mkdirSync(dirname(file), { recursive: true });
  const mine = `${file}.${process.pid}.${++attempts}`;
  writeRecord(mine, process.pid);
  try {
    for (;;) {
      try {
        // A link either makes the whole file or fails because there is one.
        linkSync(mine, file);
        return undefined;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = readRecord(file);
      if (holder && lives(holder)) return holder;
      rmSync(file, { force: true });
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Gives back a lock that {@link takeLock} gave us. */
export function releaseLock(file: string): void {
  rmSync(file, { force: true });
}
