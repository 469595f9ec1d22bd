import { createTransport } from 'nodemailer';
import { SpanKind, continueFrom, inSpan, type Carrier } from '@kontor/telemetry/tracer';
import type { MailSettings } from '../config.js';
import { isAddress } from './rules/address.js';
import { verdictOn, type Verdict } from './rules/submission.js';
import { TrackedPool, type SubmissionError } from './tracked-pool.js';

/** A message to one person. */
export interface Letter {
  /** Id of the delivery; names the message for all time. */
  deliveryId: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The record it is about, such as customers/0190...; empty if none. */
  about: string;
  /** Where its reader says that no more is wanted; also for the reader's mail program. */
  unsubscribeUrl?: string | undefined;
  /** Where an answer goes instead of to the sender of all messages. */
  replyTo?: string | undefined;
  /** The trace that it continues. */
  trace: Carrier;
}

/** What became of a message, and what the server said last. */
export type Submission = ({ state: 'accepted'; reason: '' } | Verdict) & { reply: string };

/** Time limits of the SMTP conversation, in milliseconds. */
export interface MailLimits {
  connect: number;
  greeting: number;
  /** Silence of the server. */
  socket: number;
  /** The whole submission: a server that answers drop by drop is not waited for either. */
  whole: number;
}

/** Limits in service. A submission is over before its lease ends. */
export const mailLimits: MailLimits = { connect: 5_000, greeting: 5_000, socket: 30_000, whole: 40_000 };

/** Messages that are handed over at the same time. */
export const mailConnections = 5;

const replyLength = 500;

/** Hands messages to the next SMTP server over a few lasting connections, and says what surely became of each. */
export class Mailer {
  private readonly transport;
  private readonly hurry = new AbortController();
  private readonly domain: string;

  constructor(
    private readonly settings: MailSettings,
    private readonly limits: MailLimits = mailLimits,
    /** Address of the envelope that reports on a message go to; without it that of the sender. */
    private readonly returnPath?: (deliveryId: string) => string,
  ) {
    this.domain = settings.from.address.slice(settings.from.address.lastIndexOf('@') + 1);
    this.transport = createTransport(
      new TrackedPool({
        url: settings.smtpUrl,
        maxConnections: mailConnections,
        // Whether to try again is decided here and nowhere else.
        maxRequeues: 0,
        idleTimeout: 30_000,
        connectionTimeout: limits.connect,
        greetingTimeout: limits.greeting,
        socketTimeout: limits.socket,
        dnsTimeout: limits.connect,
      }),
    );
  }

  /** Hands a message over. Never rejects: a failure is an answer too. The crossing is a span of the letter's trace. */
  submit(letter: Letter): Promise<Submission> {
    const { hostname, port } = new URL(this.settings.smtpUrl);
    const attributes = {
      'server.address': hostname,
      'server.port': Number(port || 25),
      'kontor.delivery.id': letter.deliveryId,
    };
    const span = { kind: SpanKind.CLIENT, parent: continueFrom(letter.trace), attributes };
    return inSpan('SMTP send', span, async (active) => {
      const submission = await this.converse(letter);
      active.setAttribute('kontor.delivery.state', submission.state);
      if (submission.reason) active.setAttribute('error.type', submission.reason);
      return submission;
    });
  }

  /** Breaks off whatever is under way: the service stops and its time is up. */
  breakOff(): void {
    this.hurry.abort();
  }

  /** Closes the connections. Call it when nothing is under way. */
  close(): void {
    this.transport.close();
  }

  private async converse(letter: Letter): Promise<Submission> {
    if (!isAddress(letter.to)) return { state: 'failed', reason: 'address-invalid', reply: '' };
    try {
      const { response } = await this.transport.sendMail(this.message(letter));
      return { state: 'accepted', reason: '', reply: response.slice(0, replyLength) };
    } catch (error) {
      const failure = error as SubmissionError;
      const { code, command, responseCode, response = failure.message } = failure;
      const verdict = verdictOn({ handedOver: failure.handedOver ?? false, code, command, responseCode });
      return { ...verdict, reply: response.slice(0, replyLength) };
    }
  }

  private message({ deliveryId, to, subject, text, html, about, unsubscribeUrl, replyTo = '' }: Letter) {
    const { from } = this.settings;
    return {
      // Given apart, so that no header can add a recipient.
      envelope: { from: this.returnPath?.(deliveryId) ?? from.address, to: [to] },
      from,
      ...(isAddress(replyTo) && { replyTo: { name: '', address: replyTo } }),
      to: { name: '', address: to },
      subject,
      text,
      html,
      messageId: `<${deliveryId}@${this.domain}>`,
      date: new Date(),
      headers: {
        'Auto-Submitted': 'auto-generated',
        ...(isRecordName(about) && { 'X-Kontor-About': about }),
        ...(unsubscribeUrl && isLink(unsubscribeUrl) && { 'List-Unsubscribe': `<${unsubscribeUrl}>` }),
      },
      xMailer: false as const,
      disableFileAccess: true,
      disableUrlAccess: true,
      signal: AbortSignal.any([this.hurry.signal, AbortSignal.timeout(this.limits.whole)]),
    };
  }
}

/** An address of the web, and nothing that ends it, gets into a header. */
function isLink(url: string): boolean {
  return /^https?:\/\/[^\s<>]{1,1000}$/.test(url);
}

/** Such as customers/0190..., and nothing else, gets into a header. */
function isRecordName(about: string): boolean {
  return /^[a-z][a-z-]{0,40}\/[A-Za-z0-9-]{1,64}$/.test(about);
}
