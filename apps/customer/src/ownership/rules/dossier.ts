import type { DossierDue } from '@kontor/contracts/gen/kontor/customer/v1/ownership';

/** What is due within so many milliseconds comes first: three days. */
const soonLimit = 3 * 24 * 3_600_000;

/** What the rules need to know of a customer. */
export interface PlannedCustomer {
  nextContactTime?: string | undefined;
  nextContactInteractionId?: string | undefined;
}

/** What the rules need to know of a talk. */
export interface PromisingTalk {
  id: string;
  nextAction: string;
  nextContactTime: string;
  nextContactTimeZone: string;
}

/** Whether something is due within three days, or overdue. Times are RFC 3339. */
export function isSoon(dueTime: string | undefined, now: string): boolean {
  return dueTime !== undefined && Date.parse(dueTime) <= Date.parse(now) + soonLimit;
}

/**
 * What was promised and is still to be done, soonest first: the next contact that stands, and what the newest talk
 * promised without a date. A later talk replaces the plan of an earlier one, so that older promises are done or void.
 * `talks` are newest first.
 */
export function stillDue(
  { nextContactTime, nextContactInteractionId }: PlannedCustomer,
  talks: readonly PromisingTalk[],
  now: string,
): DossierDue[] {
  const due: DossierDue[] = [];
  const planned = talks.find(({ id }) => id === nextContactInteractionId);
  if (nextContactTime && nextContactInteractionId) {
    due.push({
      interactionId: nextContactInteractionId,
      action: planned?.nextAction ?? '',
      dueTime: nextContactTime,
      localTime: planned?.nextContactTime ?? '',
      timeZone: planned?.nextContactTimeZone ?? '',
      overdue: Date.parse(nextContactTime) < Date.parse(now),
      soon: isSoon(nextContactTime, now),
    });
  }
  const [newest] = talks;
  if (newest && newest.id !== planned?.id && newest.nextAction !== '' && newest.nextContactTime === '') {
    due.push({
      interactionId: newest.id,
      action: newest.nextAction,
      dueTime: undefined,
      localTime: '',
      timeZone: '',
      overdue: false,
      soon: false,
    });
  }
  return due;
}
