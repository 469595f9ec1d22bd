import type { JsMsg } from '@nats-io/jetstream';
import type { ServerResponse } from 'node:http';
import type { Caller } from '@kontor/access/caller';
import type {
  OrganisationBeat,
  SessionEnded,
} from '@kontor/contracts/gen/kontor/identity/v1/identity_events';
import { AppError } from '@kontor/errors/app-error';
import type { Broker } from '@kontor/events/connection';
import { catchUp } from './catch-up.js';
import type { Cursor } from './cursor.js';
import { SESSION_ENDED, type EndedSessions } from './ended-sessions.js';
import { EventClient } from './event-client.js';
import { BEAT, type Freshness } from './freshness.js';
import { streamEvent } from './live-event.js';
import type { People } from './people.js';
import { StreamFeed } from './stream-feed.js';

/** How often each client gets a sign of life, in milliseconds: proxies end connections that are silent longer. */
const BEAT_MS = 15_000;

/** Follows the streams of all services once and gives each event to the clients that may know of it. */
export class EventHub {
  readonly #feeds: StreamFeed[];
  readonly #clients = new Set<EventClient>();
  #beat: NodeJS.Timeout | undefined;

  constructor(
    private readonly broker: Broker,
    private readonly people: People,
    private readonly ended: EndedSessions,
    private readonly freshness: Freshness,
    services: readonly string[],
    private readonly clientsPerPerson: number,
  ) {
    this.#feeds = services.map(
      (service) => new StreamFeed(broker, service, (feed, message) => this.#take(feed, message)),
    );
  }

  /** Begins to follow the streams. */
  start(): void {
    for (const feed of this.#feeds) feed.start();
    this.#beat = setInterval(() => this.#clients.forEach((client) => client.beat()), BEAT_MS).unref();
  }

  /** Ends every client in good order; they come back to another replica and resume. */
  endClients(): void {
    for (const client of this.#clients) client.end();
  }

  /** Stops following. */
  async stop(): Promise<void> {
    clearInterval(this.#beat);
    this.endClients();
    await Promise.all(this.#feeds.map((feed) => feed.stop()));
  }

  /**
   * Waits until who may see what is known. Throws AppError: `unavailable` while a stream's place is unknown,
   * `exhausted` where the caller has too many clients open.
   */
  async admit(caller: Caller, token: string): Promise<void> {
    await this.people.ready(token);
    if (this.#feeds.some(({ position }) => position === undefined)) {
      throw new AppError('unavailable', 'events-not-ready', { retryAfterSeconds: 1 });
    }
    const open = [...this.#clients].filter((client) => client.caller.personId === caller.personId).length;
    if (open >= this.clientsPerPerson) {
      throw new AppError('exhausted', 'too-many-event-streams', {
        params: { max: this.clientsPerPerson },
        retryAfterSeconds: 30,
      });
    }
  }

  /**
   * Sends events to a response, from `cursor` on where the client has one, else from now on. Call admit() first, and
   * write the head of the response; resolves when everything missed has been sent.
   */
  async serve(caller: Caller, cursor: Cursor | undefined, response: ServerResponse): Promise<void> {
    const here = new Map(this.#feeds.map(({ service, position }) => [service, position ?? 0]));
    const start = new Map([...here].map(([service, place]) => [service, cursor?.get(service) ?? place]));
    const client = new EventClient(caller, start, response, this.people);
    this.#clients.add(client);
    response.once('close', () => this.#clients.delete(client));
    for (const [service, until] of here) {
      const after = start.get(service) ?? until;
      const whole = await catchUp(this.broker, { service, after, until }, (message) =>
        client.replay(service, message.seq, streamEvent(message)?.live),
      );
      if (!whole) client.skip(service, until);
    }
    client.goLive();
  }

  #take(feed: StreamFeed, message: JsMsg): void {
    // Nobody listens, and only identity's events concern the gateway itself.
    if (this.#clients.size === 0 && feed.service !== 'identity') return;
    const event = streamEvent(message);
    if (event) this.people.apply(event.type, event.payload);
    if (event?.type === 'kontor.identity.v1.PersonChanged') this.#endLeavers();
    if (event?.type === SESSION_ENDED) this.#endSession(event.payload as SessionEnded);
    if (event?.type === BEAT) this.freshness.heard(event.payload as OrganisationBeat);
    for (const client of this.#clients) client.offer(feed.service, message.seq, event?.live);
  }

  /** Who has left hears nothing more. */
  #endLeavers(): void {
    for (const client of this.#clients) if (!this.people.current(client.caller)) client.end();
  }

  /** Who has signed out hears nothing more. */
  #endSession(end: SessionEnded): void {
    this.ended.add(end);
    for (const client of this.#clients) if (client.caller.sessionId === end.sessionId) client.end();
  }
}
