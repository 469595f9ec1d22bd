import type { PersonStatus } from '@kontor/contracts/gen/kontor/identity/v1/identity';

/** What an administrator may decide between invitation and farewell; the first credential makes the invited active. */
export type LifeStep = 'leave' | 'left' | 'return';

const steps: Record<LifeStep, Partial<Record<PersonStatus, PersonStatus>>> = {
  leave: { active: 'leaving' },
  left: { invited: 'left', active: 'left', leaving: 'left' },
  return: { leaving: 'active', left: 'active' },
};

/** Why a step is refused to who stands elsewhere. */
export const lifeStepRefusals: Record<LifeStep, string> = {
  leave: 'cannot-leave',
  left: 'already-left',
  return: 'not-leaving',
};

/**
 * Where a step leads, or undefined where it is not possible. Who comes back without anything to sign in with is
 * invited anew.
 */
export function statusAfter(
  step: LifeStep,
  status: PersonStatus,
  hasCredential: boolean,
): PersonStatus | undefined {
  const next = steps[step][status];
  return step === 'return' && next === 'active' && !hasCredential ? 'invited' : next;
}

/** Whether a person may sign in and go on being signed in: until the last day, not only until it is known. */
export function maySignIn(status: PersonStatus): boolean {
  return status === 'active' || status === 'leaving';
}

/** Whether a last day lies before today, in the person's zone. Both are calendar dates. */
export function isPastDay(lastDay: string, today: string): boolean {
  return lastDay < today;
}
