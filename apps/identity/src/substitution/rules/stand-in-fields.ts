import type { Substitution } from '@kontor/contracts/gen/kontor/identity/v1/substitution';
import type { FieldViolation } from '@kontor/errors/app-error';
import { contract } from '@kontor/schema/contract';

/** What a caller says of a substitution. */
export interface StandInFields {
  personId: string;
  substituteId: string;
  startTime: string;
  endTime: string;
  objects: string[];
  reason: string;
}

/** Fields that a change may name. */
const changeable = ['startTime', 'endTime', 'reason'] as const;

/** A new substitution with its defaults: of the caller, from now on, for all objects. */
export function newStandIn(
  given: Partial<Substitution>,
  callerId: string,
  now: string,
): { fields: StandInFields; faults: FieldViolation[] } {
  const objects = [...new Set(given.objects ?? [])].sort();
  const unknown = objects.filter((name) => !contract.object(name));
  const fields = {
    personId: given.personId || callerId,
    substituteId: given.substituteId ?? '',
    startTime: inUtc(given.startTime || now),
    endTime: inUtc(given.endTime ?? now),
    objects,
    reason: given.reason?.trim() ?? '',
  };
  const faults = unknown.map((object) => ({
    field: 'substitution.objects',
    reason: 'unknown-object',
    params: { entry: object },
  }));
  return { fields, faults };
}

/** What a change changes. Times that have come stand: what was done in somebody's place was done in that time. */
export function standInChanges(
  given: Partial<Substitution>,
  mask: readonly string[],
  before: Pick<StandInFields, 'startTime' | 'endTime' | 'reason'>,
  now: string,
): { changes: Partial<Pick<StandInFields, 'startTime' | 'endTime' | 'reason'>>; faults: FieldViolation[] } {
  const faults: FieldViolation[] = mask
    .filter((field) => !changeable.some((name) => name === field))
    .map((field) => ({ field: `substitution.${field}`, reason: 'substitution-fixed' }));
  const startTime = mask.includes('startTime') ? inUtc(given.startTime || now) : before.startTime;
  const endTime = mask.includes('endTime') && given.endTime ? inUtc(given.endTime) : before.endTime;
  const reason = mask.includes('reason') ? (given.reason?.trim() ?? '') : before.reason;
  if (mask.includes('endTime') && !given.endTime)
    faults.push({ field: 'substitution.endTime', reason: 'required' });
  const moved = startTime !== before.startTime;
  if (moved && (isPast(before.startTime, now) || Date.parse(startTime) < Date.parse(now))) {
    faults.push({ field: 'substitution.startTime', reason: 'time-in-past' });
  }
  return {
    changes: {
      ...(moved && { startTime }),
      ...(endTime !== before.endTime && { endTime }),
      ...(reason !== before.reason && { reason }),
    },
    faults,
  };
}

function isPast(time: string, now: string): boolean {
  return Date.parse(time) <= Date.parse(now);
}

function inUtc(time: string): string {
  return new Date(time).toISOString();
}
