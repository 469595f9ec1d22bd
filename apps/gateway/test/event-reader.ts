/** One server-sent event as it came. */
export interface SentEvent {
  event: string;
  id: string;
  data: {
    id: string;
    type: string;
    object: string;
    version: number;
    etag?: string;
    time: string;
    personId?: string;
  };
}

/** Reads server-sent events of a response, as a browser would; remembers the last id like one. */
export class EventReader {
  /** Id of the last event or sign of life: what a browser would come back with. */
  lastId = '';
  readonly #reader: ReadableStreamDefaultReader<string>;
  #text = '';

  constructor(response: Response) {
    if (!response.body) throw new Error('The response has no body');
    this.#reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** The next event; undefined when the stream has ended. */
  async next(): Promise<SentEvent | undefined> {
    for (;;) {
      const block = await this.#block();
      if (block === undefined) return undefined;
      const fields = Object.fromEntries(
        block
          .split('\n')
          .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
      );
      if (fields.id) this.lastId = fields.id;
      if (fields.data)
        return {
          event: fields.event ?? 'message',
          id: this.lastId,
          data: JSON.parse(fields.data) as SentEvent['data'],
        };
    }
  }

  /** The next `count` events. Throws when the stream ends before. */
  async take(count: number): Promise<SentEvent[]> {
    const events: SentEvent[] = [];
    while (events.length < count) {
      const event = await this.next();
      if (!event) throw new Error(`The stream ended after ${events.length} events of ${count}`);
      events.push(event);
    }
    return events;
  }

  /** Waits until the stream has said where it begins. */
  async begun(): Promise<void> {
    const block = await this.#block();
    this.lastId = /^id: (.+)$/m.exec(block ?? '')?.[1] ?? '';
  }

  async close(): Promise<void> {
    await this.#reader.cancel().catch(() => undefined);
  }

  async #block(): Promise<string | undefined> {
    for (;;) {
      const end = this.#text.indexOf('\n\n');
      if (end >= 0) {
        const block = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 2);
        return block;
      }
      const { value, done } = await this.#reader.read().catch(() => ({ value: undefined, done: true }));
      if (done || value === undefined) return undefined;
      this.#text += value;
    }
  }
}
