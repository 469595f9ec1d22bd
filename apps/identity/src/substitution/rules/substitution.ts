import type { SubstitutionStatus } from '@kontor/contracts/gen/kontor/identity/v1/substitution';
import type { FieldViolation } from '@kontor/errors/app-error';

/** What the rules of substitutions need of one. Times are RFC 3339 in UTC. */
export interface StandIn {
  id: string;
  personId: string;
  substituteId: string;
  startTime: string;
  endTime: string;
  /** None: all. */
  objects: readonly string[];
  cancelTime?: string | undefined;
}

/** The longest time that somebody stands in for somebody, in days. */
export const longestDays = 366;

const dayMs = 24 * 3600 * 1000;

/** Where a substitution stands at a moment; `now` is RFC 3339. It ends by itself: nothing is stored of it. */
export function statusAt(
  { startTime, endTime, cancelTime }: Pick<StandIn, 'startTime' | 'endTime' | 'cancelTime'>,
  now: string,
): SubstitutionStatus {
  if (cancelTime !== undefined) return 'cancelled';
  if (Date.parse(endTime) <= Date.parse(now)) return 'ended';
  return Date.parse(startTime) <= Date.parse(now) ? 'active' : 'planned';
}

/** What calling off changes at a moment: what has begun ends then, so that everybody knows how long it was. */
export function calledOff(
  standIn: Pick<StandIn, 'startTime' | 'endTime' | 'cancelTime'>,
  now: string,
): Pick<StandIn, 'cancelTime'> & Partial<Pick<StandIn, 'endTime'>> {
  return { cancelTime: now, ...(statusAt(standIn, now) === 'active' && { endTime: now }) };
}

/** Whether it never held: called off before it began. What had begun held until its end. */
export function neverHeld({ startTime, cancelTime }: Pick<StandIn, 'startTime' | 'cancelTime'>): boolean {
  return cancelTime !== undefined && Date.parse(cancelTime) < Date.parse(startTime);
}

/** What is at fault with a period: it ends after it begins and after now, and is not too long. */
export function periodFaults(startTime: string, endTime: string, now: string): FieldViolation[] {
  const [start, end] = [Date.parse(startTime), Date.parse(endTime)];
  const fault = (reason: string, params?: Record<string, number>) => [
    { field: 'substitution.endTime', reason, ...(params && { params }) },
  ];
  if (end <= start) return fault('end-before-start');
  if (end <= Date.parse(now)) return fault('time-in-past');
  return end - start > longestDays * dayMs ? fault('substitution-too-long', { days: longestDays }) : [];
}

/** The other substitution of the same person for the same time and objects, if there is one. */
export function overlapping<S extends StandIn>(one: StandIn, others: readonly S[]): S | undefined {
  return others.find((other) => other.personId === one.personId && common(scopeOf(one), other) !== undefined);
}

/**
 * Whether people would stand in for each other in a circle: from the substitute over those who stand in for the
 * substitute at the same time and for the same objects, one comes back to the person.
 */
export function closesLoop(one: StandIn, others: readonly StandIn[]): boolean {
  return leadsTo(one.personId, one.substituteId, scopeOf(one), others, new Set());
}

/** A period in epoch milliseconds, and objects: undefined for all. */
interface Scope {
  start: number;
  end: number;
  objects: ReadonlySet<string> | undefined;
}

function leadsTo(
  target: string,
  at: string,
  scope: Scope,
  others: readonly StandIn[],
  passed: ReadonlySet<string>,
): boolean {
  if (at === target) return true;
  if (passed.has(at)) return false;
  return others.some((other) => {
    const narrower = other.personId === at ? common(scope, other) : undefined;
    return (
      narrower !== undefined &&
      leadsTo(target, other.substituteId, narrower, others, new Set([...passed, at]))
    );
  });
}

function scopeOf({ startTime, endTime, objects }: StandIn): Scope {
  return {
    start: Date.parse(startTime),
    end: Date.parse(endTime),
    objects: objects.length === 0 ? undefined : new Set(objects),
  };
}

/** What two cover both; undefined where nothing. */
function common(scope: Scope, other: StandIn): Scope | undefined {
  const { start, end, objects: theirs } = scopeOf(other);
  const { objects: ours } = scope;
  const both = { start: Math.max(scope.start, start), end: Math.min(scope.end, end) };
  if (both.start >= both.end) return undefined;
  if (!theirs || !ours) return { ...both, objects: theirs ?? ours };
  const shared = new Set([...theirs].filter((object) => ours.has(object)));
  return shared.size === 0 ? undefined : { ...both, objects: shared };
}
