import { JetStreamApiError, type ApiError } from '@nats-io/jetstream';
import { createInbox, type Msg, type MsgHdrs, type NatsConnection } from '@nats-io/transport-node';

/** How often publications without an answer are looked for, in milliseconds. */
const lookInterval = 500;

/** What the broker answers: where the message stands, or why it does not. */
interface PublicationAnswer {
  seq?: number;
  error?: ApiError;
}

interface Waiting {
  resolve: (sequence: number) => void;
  reject: (error: Error) => void;
  /** When it is given up, in milliseconds of the clock. */
  until: number;
}

/**
 * Publishes to streams and hears from the broker where each message stands. Does what `publish` of the client does, which
 * takes a timer, a race of promises and a stack trace for every message: an eighth of what a service does while a file is
 * imported.
 */
export class StreamPublisher {
  private readonly inbox = createInbox();
  private readonly waiting = new Map<string, Waiting>();
  private next = 0;
  private look: NodeJS.Timeout | undefined;

  constructor(private readonly connection: NatsConnection) {
    connection.subscribe(`${this.inbox}.*`, { callback: (error, message) => this.answered(error, message) });
  }

  /**
   * Resolves to the place of the message in its stream. Rejects with JetStreamApiError where the broker refuses it, with
   * another error when there is no answer within `timeout` milliseconds or the connection breaks.
   */
  publish(subject: string, payload: string, headers: MsgHdrs, timeout: number): Promise<number> {
    const token = String(this.next++);
    const answer = new Promise<number>((resolve, reject) => {
      this.waiting.set(token, { resolve, reject, until: Date.now() + timeout });
    });
    this.look ??= setInterval(() => this.giveUpOverdue(), lookInterval).unref();
    try {
      this.connection.publish(subject, payload, { headers, reply: `${this.inbox}.${token}` });
    } catch (error) {
      this.taken(token)?.reject(error as Error);
    }
    return answer;
  }

  /** Rejects whatever is under way: its answers are lost with the connection. */
  fail(error: Error): void {
    for (const token of [...this.waiting.keys()]) this.taken(token)?.reject(error);
  }

  private answered(error: Error | null, message: Msg): void {
    if (error) return this.fail(error);
    const waiting = this.taken(message.subject.slice(this.inbox.length + 1));
    if (!waiting) return;
    // An answer without content says that nobody takes the subject: there is no stream, or no leader of it yet.
    if (message.data.length === 0) return waiting.reject(new Error('No stream took the message.'));
    const { seq, error: refused } = message.json<PublicationAnswer>();
    if (refused) waiting.reject(new JetStreamApiError(refused));
    else if (seq === undefined) waiting.reject(new Error('The broker did not say where the message stands.'));
    else waiting.resolve(seq);
  }

  private giveUpOverdue(): void {
    const now = Date.now();
    for (const [token, { until }] of this.waiting)
      if (until <= now) this.taken(token)?.reject(new Error('The broker did not answer in time.'));
  }

  private taken(token: string): Waiting | undefined {
    const waiting = this.waiting.get(token);
    this.waiting.delete(token);
    if (this.waiting.size === 0) {
      clearInterval(this.look);
      this.look = undefined;
    }
    return waiting;
  }
}
