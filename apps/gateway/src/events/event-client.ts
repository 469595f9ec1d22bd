import type { ServerResponse } from 'node:http';
import type { Caller } from '@kontor/access/caller';
import { may } from '@kontor/access/permissions';
import { Viewer } from './audience.js';
import { formatCursor, type Cursor } from './cursor.js';
import type { LiveEvent } from './live-event.js';
import type { People } from './people.js';

/** Unsent bytes at which a client is too slow to be kept. */
const MOST_UNSENT_BYTES = 1024 * 1024;

/** Live events that wait while a client reads what it missed; more, and it is cut and resumes from its cursor. */
const MOST_WAITING = 10_000;

/** One event at its place. */
interface Placed {
  service: string;
  sequence: number;
  live: LiveEvent | undefined;
}

/** One open stream of events. Knows where its reader stands in the stream of each service. */
export class EventClient {
  readonly #viewer: Viewer;
  readonly #places: Map<string, number>;
  #waiting: Placed[] | undefined = [];

  constructor(
    readonly caller: Caller,
    start: Cursor,
    private readonly response: ServerResponse,
    private readonly people: Pick<People, 'organisation' | 'current'>,
  ) {
    this.#viewer = new Viewer(caller.personId);
    this.#places = new Map(start);
    this.#write(`retry: 2000\nid: ${formatCursor(this.#places)}\n\n`);
  }

  /** Whether the reader is still there. */
  get open(): boolean {
    return !this.response.writableEnded && !this.response.destroyed;
  }

  /** Takes an event as it happens; it waits while missed ones are being read. */
  offer(service: string, sequence: number, live: LiveEvent | undefined): void {
    if (!this.#waiting) this.#pass({ service, sequence, live });
    else if (this.#waiting.push({ service, sequence, live }) > MOST_WAITING) this.cut();
  }

  /** Takes a missed event; resolves when the reader has room for more, to whether the reader is still there. */
  async replay(service: string, sequence: number, live: LiveEvent | undefined): Promise<boolean> {
    this.#pass({ service, sequence, live });
    if (this.open && this.response.writableNeedDrain) await drained(this.response);
    return this.open;
  }

  /** Tells the reader that events were missed for good, so that it reads its records anew, and goes on from `sequence`. */
  skip(service: string, sequence: number): void {
    this.#places.set(service, sequence);
    this.#write(`event: reset\nid: ${formatCursor(this.#places)}\ndata: ${JSON.stringify({ service })}\n\n`);
  }

  /** Everything missed has been read: what waited goes out, and from now on events go out as they happen. */
  goLive(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const placed of waiting) if (this.open) this.#pass(placed);
  }

  /** A sign of life; also moves the cursor over events that were not for this reader. */
  beat(): void {
    this.#write(`: \nid: ${formatCursor(this.#places)}\n\n`);
  }

  /** Ends in good order: the reader comes back and resumes. */
  end(): void {
    if (this.open) this.response.end();
  }

  /** Ends at once, without sending what is unsent. */
  cut(): void {
    this.response.destroy();
  }

  #pass({ service, sequence, live }: Placed): void {
    this.#places.set(service, sequence);
    const data = live && this.#toldOf(live);
    if (data) this.#write(`event: ${live.type}\nid: ${formatCursor(this.#places)}\ndata: ${data}\n\n`);
  }

  /** What the reader is told of an event, by the rights of now; undefined for what the reader may not know. */
  #toldOf({ permission, audience, data, before, farewell }: LiveEvent): string | undefined {
    const caller = this.people.current(this.caller);
    if (!caller || !may(caller, permission)) return undefined;
    const { organisation } = this.people;
    if (this.#viewer.sees(audience, caller, organisation)) return data;
    return before && this.#viewer.sees(before, caller, organisation) ? farewell : undefined;
  }

  #write(text: string): void {
    if (!this.open) return;
    this.response.write(text);
    if (this.response.writableLength > MOST_UNSENT_BYTES) this.cut();
  }
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      response.off('drain', settle).off('close', settle);
      resolve();
    };
    response.on('drain', settle).on('close', settle);
  });
}
