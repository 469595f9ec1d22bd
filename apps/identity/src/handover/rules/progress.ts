import type {
  HandoverCount,
  HandoverPart,
  HandoverState,
} from '@kontor/contracts/gen/kontor/identity/v1/handover';

/** What a service tells of its part. */
export type Told =
  | { kind: 'listed'; service: string; revision: number; counts: HandoverCount[] }
  | {
      kind: 'progressed';
      service: string;
      revision: number;
      moved: number;
      remaining: number;
      finished: boolean;
    };

/** The parts of a new hand-over: every participant is asked. */
export function newParts(services: readonly string[]): HandoverPart[] {
  return services.map((service) => ({
    service,
    state: 'waiting',
    counts: [],
    moved: 0,
    remaining: 0,
    revision: 0,
  }));
}

/**
 * The parts after a service told something; the same array where that is older than what is known, or repeated. A
 * service that is new since the hand-over began takes part from then on.
 */
export function partsAfter(parts: readonly HandoverPart[], told: Told): readonly HandoverPart[] {
  const before = parts.find(({ service }) => service === told.service) ?? newParts([told.service])[0];
  if (!before || before.revision >= told.revision) return parts;
  const { revision } = told;
  const after: HandoverPart =
    told.kind === 'listed'
      ? { ...before, revision, state: 'listed', counts: told.counts, remaining: total(told.counts) }
      : {
          ...before,
          revision,
          state: told.finished ? 'finished' : 'moving',
          moved: told.moved,
          remaining: told.remaining,
        };
  return [...parts.filter((part) => part !== before), after].sort((a, b) =>
    a.service.localeCompare(b.service),
  );
}

/** Where a hand-over stands when its parts are so far; a state that services do not decide stays. */
export function stateAfter(state: HandoverState, parts: readonly HandoverPart[]): HandoverState {
  if (state === 'listing' && parts.every((part) => part.state !== 'waiting')) return 'ready';
  if (state === 'running' && parts.every((part) => part.state === 'finished')) return 'done';
  return state;
}

function total(counts: readonly HandoverCount[]): number {
  return counts.reduce((sum, { open, closed }) => sum + open + closed, 0);
}
