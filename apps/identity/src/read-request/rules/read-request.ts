import type { ReadRequest, ReadRequestStatus } from '@kontor/contracts/gen/kontor/identity/v1/read_request';

/** How long a request waits for somebody to deal with it, in milliseconds. */
export const requestLife = 7 * 24 * 3600 * 1000;

/** For how many minutes reading is granted, where nothing else is said. */
export const usualMinutes = 15;

/** Requests of one person that may wait at once: more would bury the superior. */
export const mostOpen = 50;

interface Standing {
  outcome?: 'answered' | 'granted' | 'refused' | undefined;
  expireTime: string;
}

/** Where a request stands at a moment; `now` is RFC 3339. */
export function requestStatus({ outcome, expireTime }: Standing, now: string): ReadRequestStatus {
  return outcome ?? (Date.parse(expireTime) <= Date.parse(now) ? 'expired' : 'open');
}

/** Why a request cannot be dealt with any more; undefined where it can. */
export function answerRefusal(
  request: Standing,
  now: string,
): 'read-request-answered' | 'read-request-expired' | undefined {
  const status = requestStatus(request, now);
  if (status === 'open') return undefined;
  return status === 'expired' ? 'read-request-expired' : 'read-request-answered';
}

/** Who wants to deal with a request. */
export interface Answerer {
  personId: string;
  administers: boolean;
  /** The caller and those for whom the caller stands in. */
  actingFor: readonly string[];
}

/**
 * Whether somebody may deal with the requests of a person: a superior, who stands in for one, or an administrator; never
 * the person, not even for the own superior. `above` is everyone above the person.
 */
export function mayAnswer(answerer: Answerer, personId: string, above: readonly string[]): boolean {
  if (answerer.personId === personId) return false;
  return answerer.administers || answerer.actingFor.some((id) => above.includes(id));
}

/** A request as somebody may see it: what was answered in words is for who asked. */
export function shownTo(request: ReadRequest, readerId: string): ReadRequest {
  if (readerId === request.personId) return request;
  const { answer: _, ...rest } = request;
  return rest;
}
