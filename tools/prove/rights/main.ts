import type { Ground } from '../proof.ts';
import { auditComplete } from './audit-complete.ts';
import { auditTampering } from './audit-tampering.ts';
import { canary } from './canary.ts';
import { leaver } from './leaver.ts';
import { revocation } from './revocation.ts';
import { rowClaims } from './row-claims.ts';

/** Who may see and change what, and what is left of it: each of these says what it claims. */
export async function rights(ground: Ground): Promise<void> {
  await rowClaims(ground);
  await revocation(ground);
  await canary(ground);
  await leaver(ground);
  await auditTampering(ground);
  await auditComplete(ground);
}
