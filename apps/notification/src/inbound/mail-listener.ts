import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { isIPv4, type AddressInfo } from 'node:net';
import {
  SMTPServer,
  type SMTPServerAddress,
  type SMTPServerDataStream,
  type SMTPServerSession,
} from 'smtp-server';
import type { Logger } from '@kontor/telemetry/logger';
import type { InboundSettings } from './config.js';
import type { MailStore } from './mail-store.js';
import { Gate } from './rules/gate.js';

/** Recipients of one message; nobody names more of our addresses at once. */
const mostRecipients = 20;
const mostClients = 200;
/** Silence of a client, and how long a stop waits for those that talk, in milliseconds. */
const silence = 60_000;
const farewell = 5_000;
/** Bytes of messages of strangers that may be under way at once: they lie in memory until they are stored. */
const usualBudget = 64 * 1024 * 1024;
/** How often the certificate is read again, in milliseconds. */
const renewalPause = 3_600_000;

export interface MailListenerParts {
  settings: InboundSettings;
  store: Pick<MailStore, 'canonical' | 'isOurs' | 'keep'>;
  logger: Pick<Logger, 'warn' | 'error'>;
  /** Told of each message that was stored. */
  onKept: () => void;
  gate?: Gate;
  /** Bytes of messages of strangers that may be under way at once. */
  budget?: number;
}

type Done = (error?: Error | null, message?: string) => void;

/**
 * Takes mail for our own addresses by SMTP and keeps it. 250 is said when it is stored; it answers nothing by mail, passes
 * nothing on and knows no users.
 */
export class MailListener {
  private readonly server: SMTPServer;
  private readonly gate: Gate;
  private readonly renewal: NodeJS.Timeout | undefined;
  /** Sessions that the gate let in. */
  private readonly inside = new Set<string>();
  /** Bytes under way, by session. */
  private readonly underWay = new Map<string, number>();
  private held = 0;

  constructor(private readonly parts: MailListenerParts) {
    const { settings } = parts;
    this.gate = parts.gate ?? new Gate();
    this.server = new SMTPServer({
      name: settings.domain,
      banner: 'Kontor',
      authOptional: true,
      disabledCommands: settings.tls ? ['AUTH'] : ['AUTH', 'STARTTLS'],
      ...(settings.tls && certificateOf(settings.tls)),
      disableReverseLookup: true,
      size: settings.limit,
      maxClients: mostClients,
      maxRecipients: mostRecipients,
      socketTimeout: silence,
      closeTimeout: farewell,
      onConnect: (session, done) => this.connect(session, done),
      onClose: (session) => this.close(session),
      onRcptTo: (address, session, done) => void this.recipient(address, session, done),
      onData: (stream, session, done) => this.data(stream, session, done),
    });
    if (settings.tls) this.renewal = setInterval(() => this.renew(settings), renewalPause).unref();
    // A client that hangs up, or speaks nonsense, is no failure of the server.
    this.server.on('error', (error) => parts.logger.warn({ err: error }, 'a conversation by SMTP broke off'));
  }

  /** Listens; resolves to the port. */
  async start(): Promise<number> {
    const { host, port } = this.parts.settings;
    const listener = this.server.listen(port, host);
    await once(listener, 'listening');
    return (listener.address() as AddressInfo).port;
  }

  /** Takes no more; conversations under way have a few seconds. */
  stop(): Promise<void> {
    clearInterval(this.renewal);
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  /** Certificates are renewed in their files. */
  private renew({ tls }: InboundSettings): void {
    try {
      if (tls) this.server.updateSecureContext(certificateOf(tls));
    } catch (error) {
      this.parts.logger.error({ err: error }, 'the certificate of the mail listener could not be read again');
    }
  }

  private connect(session: SMTPServerSession, done: Done): void {
    if (this.isRelay(session)) return done();
    if (!this.gate.enter(session.remoteAddress)) return done(refusal(421, '4.7.0 Too many connections'));
    this.inside.add(session.id);
    return done();
  }

  private close({ id, remoteAddress }: SMTPServerSession): void {
    this.letGo(id);
    if (this.inside.delete(id)) this.gate.leave(remoteAddress);
  }

  private async recipient(given: SMTPServerAddress, session: SMTPServerSession, done: Done): Promise<void> {
    try {
      if (!this.parts.store.isOurs(given.address)) return done(refusal(550, '5.7.1 Relaying denied'));
      if (!this.mayGoOn(session)) return done(refusal(450, '4.7.1 Too much mail, try again later'));
      const canonical = await this.parts.store.canonical(given.address);
      if (canonical === undefined) return done(refusal(550, '5.1.1 No such address here'));
      given.address = canonical;
      return done();
    } catch (error) {
      this.parts.logger.error({ err: error }, 'whether an address exists could not be found out');
      return done(refusal(451, '4.3.0 Try again later'));
    }
  }

  private data(stream: SMTPServerDataStream, session: SMTPServerSession, done: Done): void {
    const { mailFrom, rcptTo } = session.envelope;
    const chunks: Buffer[] = [];
    let crowded = false;
    stream.on('data', (chunk: Buffer) => {
      // Strangers cannot crowd out the company's own mail servers.
      crowded ||= !this.isRelay(session) && !this.hold(session.id, chunk.length);
      if (!stream.sizeExceeded && !crowded) return void chunks.push(chunk);
      chunks.length = 0;
      this.letGo(session.id);
    });
    stream.once('end', () => {
      if (stream.sizeExceeded) return done(refusal(552, '5.3.4 The message is too large'));
      if (crowded) return done(refusal(452, '4.3.1 Too much mail at once, try again later'));
      const arrived = {
        raw: Buffer.concat(chunks),
        envelopeFrom: mailFrom ? mailFrom.address : '',
        recipients: rcptTo.map(({ address }) => address),
        remoteAddress: session.remoteAddress,
        relayed: this.isRelay(session),
      };
      this.parts.store.keep(arrived).then(
        () => {
          this.letGo(session.id);
          this.parts.onKept();
          done(null, '2.0.0 Stored');
        },
        (error: unknown) => {
          this.letGo(session.id);
          this.parts.logger.error({ err: error }, 'mail could not be stored; its server tries again');
          done(refusal(451, '4.3.0 Try again later'));
        },
      );
    });
  }

  /** Counts bytes of a session; false where there are too many over all sessions. */
  private hold(session: string, bytes: number): boolean {
    if (this.held + bytes > (this.parts.budget ?? usualBudget)) return false;
    this.held += bytes;
    this.underWay.set(session, (this.underWay.get(session) ?? 0) + bytes);
    return true;
  }

  private letGo(session: string): void {
    this.held -= this.underWay.get(session) ?? 0;
    this.underWay.delete(session);
  }

  private mayGoOn(session: SMTPServerSession): boolean {
    return this.isRelay(session) || this.gate.use(session.remoteAddress, Date.now());
  }

  private isRelay({ remoteAddress }: SMTPServerSession): boolean {
    return this.parts.settings.relays.check(remoteAddress, isIPv4(remoteAddress) ? 'ipv4' : 'ipv6');
  }
}

function certificateOf({ certificate, key }: { certificate: string; key: string }) {
  return { cert: readFileSync(certificate), key: readFileSync(key), minVersion: 'TLSv1.2' as const };
}

function refusal(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}
