import PostalMime, { type Email } from 'postal-mime';
import {
  startMailServer,
  type IncomingMail,
  type MailReply,
  type MailServer,
} from '../../../tools/servers/smtp.ts';
import { until } from './until.js';

/** How the sink treats one message, after the final dot. */
export type MailBehaviour =
  | { kind: 'accept' }
  /** Answers with an SMTP error: 4xx may be tried again, 5xx may not. */
  | { kind: 'refuse'; code: number; text?: string }
  /** Accepts after a while. */
  | { kind: 'delay'; ms: number }
  /** Keeps the message and hangs up without an answer, so that the sender cannot know. */
  | { kind: 'cut' };

/** A message that the sink saw. */
export interface SunkMail extends IncomingMail {
  /** What became of it; `cut` and `delay` messages were taken. */
  outcome: MailBehaviour['kind'];
  /** The parsed message: subject, text, html, headers. */
  email: Email;
}

/** A real SMTP server that keeps every message it is given, and can be told to misbehave. */
export class SmtpSink implements AsyncDisposable {
  /** Everything that arrived, oldest first. */
  readonly seen: SunkMail[] = [];
  #server: MailServer | undefined;
  #next: MailBehaviour[] = [];
  #always: MailBehaviour = { kind: 'accept' };
  #refused = new Set<string>();

  /** Starts on `port`, or on a free one. */
  static async start(port = 0): Promise<SmtpSink> {
    const sink = new SmtpSink();
    await sink.listen(port);
    return sink;
  }

  /** Address for SMTP_URL. */
  get url(): string {
    if (!this.#server) throw new Error('The sink is stopped.');
    return this.#server.url;
  }

  /** Messages that were taken: not refused. A receiver would have them in the mailbox. */
  get taken(): SunkMail[] {
    return this.seen.filter((mail) => mail.outcome !== 'refuse');
  }

  /** Treats the coming messages so, one each; afterwards what {@link always} said holds again. */
  next(...behaviours: MailBehaviour[]): void {
    this.#next.push(...behaviours);
  }

  /** Treats every message so, unless {@link next} says otherwise. */
  always(behaviour: MailBehaviour): void {
    this.#always = behaviour;
  }

  /** Refuses a recipient with 550, before there is a message. */
  refuseRecipient(address: string): void {
    this.#refused.add(address.toLowerCase());
  }

  /** Forgets messages and behaviours. */
  reset(): void {
    this.seen.length = 0;
    this.#next = [];
    this.#always = { kind: 'accept' };
    this.#refused.clear();
  }

  /** Waits until `count` messages to `address` were taken, and gives them. */
  async mailTo(address: string, count = 1): Promise<SunkMail[]> {
    const wanted = address.toLowerCase();
    return until(`${count} message(s) to ${address}`, () => {
      const found = this.taken.filter((mail) => mail.to.some((to) => to.toLowerCase() === wanted));
      return found.length >= count && found;
    });
  }

  /** Stops listening; connections are cut. */
  async stop(): Promise<void> {
    await this.#server?.stop();
    this.#server = undefined;
  }

  /** Listens again after {@link stop}; give the old port to be found again. */
  async listen(port = 0): Promise<void> {
    this.#server = await startMailServer(
      {
        recipient: (address) =>
          this.#refused.has(address.toLowerCase()) ? 'No such mailbox here' : undefined,
        mail: (mail) => this.#take(mail),
      },
      port,
    );
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #take(mail: IncomingMail): Promise<MailReply> {
    const behaviour = this.#next.shift() ?? this.#always;
    this.seen.push({ ...mail, outcome: behaviour.kind, email: await PostalMime.parse(mail.raw) });
    switch (behaviour.kind) {
      case 'refuse':
        return { kind: 'refuse', code: behaviour.code, text: behaviour.text ?? 'Refused' };
      case 'delay':
        await new Promise((resolve) => setTimeout(resolve, behaviour.ms));
        return { kind: 'accept' };
      default:
        return behaviour;
    }
  }
}
