import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { AppError } from '@kontor/errors/app-error';
import { JetStreamApiError } from '@nats-io/jetstream';
import type { OrganisationBeat } from '@kontor/contracts/gen/kontor/identity/v1/identity_events';
import type { Broker } from '@kontor/events/connection';
import { ownerOf, packageOf, streamName, subjectOf } from '@kontor/events/names';
import { isStale } from '@kontor/people/organisation-beat';

/** The event by which identity tells every few seconds that it is heard. */
export const BEAT = 'kontor.identity.v1.OrganisationBeat';

/** Seconds after which a change may be taken again, once identity is heard. */
const RETRY_S = 3;

const readingVerbs = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * How lately the gateway has heard of identity. Where its feed of revocations stands still it would let people in whose
 * session ended, so it takes no changes then. A stream that never had a beat belongs to a suite without one: nothing is
 * refused.
 */
export class Freshness {
  #beat: number | undefined;

  /** Whether too little was heard lately. */
  stale(now = Date.now()): boolean {
    return isStale(this.#beat, now);
  }

  /** Takes a beat: what counts is when it was told, not when it came. */
  heard({ time }: OrganisationBeat, now = Date.now()): void {
    const told = Math.min(Date.parse(time ?? ''), now);
    if (told > (this.#beat ?? -Infinity)) this.#beat = told;
  }

  /** Reads the newest beat from the stream, however old: a gateway that starts after identity fell silent knows it. */
  async recall(broker: Broker): Promise<void> {
    const service = ownerOf(packageOf(BEAT));
    try {
      const manager = await broker.manager();
      const message = await manager.streams.getMessage(streamName(service), {
        last_by_subj: subjectOf(service, BEAT),
      });
      if (message) this.heard(message.json<OrganisationBeat>());
    } catch (error) {
      // No stream yet: nothing was ever told.
      if (!(error instanceof JetStreamApiError && error.status === 404)) throw error;
    }
  }

  /**
   * Hook that refuses changes by people while too little is heard, with unavailable rights-stale. Calls that identity
   * answers go on: it judges by its own tables, and somebody must be able to end a session just then.
   */
  hook() {
    return (request: FastifyRequest, _reply: FastifyReply, done: HookHandlerDoneFunction): void => {
      const refused =
        request.caller.kind === 'person' &&
        !readingVerbs.has(request.method) &&
        !request.routeOptions.config.judgedAtSource &&
        this.stale();
      done(refused ? new AppError('unavailable', 'rights-stale', { retryAfterSeconds: RETRY_S }) : undefined);
    };
  }
}
