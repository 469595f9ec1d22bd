import type { Ground } from '../proof.ts';
export async function fuzz(_: Ground): Promise<void> {}
