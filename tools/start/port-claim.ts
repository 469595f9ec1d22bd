import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../servers/ports.ts';
import { releaseLock, takeLock } from '../servers/process-lock.ts';

/** A port that no other suite of ours on this machine takes while we are still on the way to listening on it. */
export interface PortClaim {
  port: number;
  release(): void;
}

/** Claims `preferred` when nothing listens there and no other suite is about to, else another port. */
export async function claimPort(preferred: number | undefined, host: string): Promise<PortClaim> {
  const folder = join(tmpdir(), `kontor-ports-${process.getuid?.() ?? 0}`);
  for (let wanted = preferred; ; wanted = undefined) {
    const port = await freePort(wanted, host);
    const file = join(folder, `${port}.json`);
    if (!takeLock(file)) return { port, release: () => releaseLock(file) };
  }
}
