/** What one network address may do at a replica. */
export interface GateLimits {
  /** Connections at once. */
  connections: number;
  /** Messages and refused recipients, together, within a minute. */
  perMinute: number;
}

/** Limits in service; mail servers of the company are not limited. */
export const gateLimits: GateLimits = { connections: 10, perMinute: 60 };

/** Addresses that are remembered: more at once are not told apart. */
const mostAddresses = 10_000;
const minute = 60_000;

/** Counts what addresses do, within this process: no more is needed to keep one of them from taking it for itself. */
export class Gate {
  private readonly open = new Map<string, number>();
  private uses = new Map<string, number>();
  private began = 0;

  constructor(private readonly limits: GateLimits = gateLimits) {}

  /** Lets a connection in; false where the address has too many. Each that came in is to leave(). */
  enter(address: string): boolean {
    const open = this.open.get(address) ?? 0;
    if (open >= this.limits.connections) return false;
    this.open.set(address, open + 1);
    return true;
  }

  leave(address: string): void {
    const open = (this.open.get(address) ?? 1) - 1;
    if (open > 0) this.open.set(address, open);
    else this.open.delete(address);
  }

  /** Counts a use at `now`, epoch milliseconds; false where the address has had its share of this minute. */
  use(address: string, now: number): boolean {
    if (now - this.began >= minute) {
      this.uses = new Map();
      this.began = now;
    }
    const used = this.uses.get(address) ?? 0;
    if (used >= this.limits.perMinute) return false;
    if (used > 0 || this.uses.size < mostAddresses) this.uses.set(address, used + 1);
    return true;
  }
}
