import type { Ground } from '../proof.ts';
import { convertUnderKills } from './convert.ts';

/** What must hold of the customer base, whoever races and whatever dies: each of these says what it claims. */
export async function customer(ground: Ground): Promise<void> {
  await convertUnderKills(ground);
}
