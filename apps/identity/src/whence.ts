import type { Call } from '@kontor/access/call';

/** From where a call came, as far as the gateway told: detail for audit rows of signing in and of its secrets. */
export function whence({ address, userAgent }: Call): { address?: string; userAgent?: string } {
  return { ...(address && { address }), ...(userAgent && { userAgent }) };
}
