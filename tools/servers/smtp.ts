import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A message as the SMTP conversation delivered it. */
export interface IncomingMail {
  /** Envelope sender; empty for a bounce. */
  from: string;
  /** Envelope recipients, as given. */
  to: string[];
  raw: Buffer;
}

/** What the server says after the final dot. `cut` hangs up instead of answering. */
export type MailReply = { kind: 'accept' } | { kind: 'refuse'; code: number; text: string } | { kind: 'cut' };

/** A listening SMTP server on loopback. */
export interface MailServer {
  url: string;
  port: number;
  stop(): Promise<void>;
}

/** What decides over a conversation. */
export interface MailHandler {
  /** Called for each recipient; a text refuses him with 550. */
  recipient?: (address: string) => string | undefined;
  /** Called when a message has fully arrived. */
  mail: (mail: IncomingMail) => Promise<MailReply> | MailReply;
}

/** Starts an SMTP server without TLS and without authentication on loopback. */
export async function startMailServer(handler: MailHandler, port = 0): Promise<MailServer> {
  const server = new SMTPServer({
    name: 'localhost',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 200,
    onRcptTo(address, _session, done) {
      const refusal = handler.recipient?.(address.address);
      done(refusal === undefined ? null : smtpError(550, refusal));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.once('end', () => {
        const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
        const to = session.envelope.rcptTo.map((one) => one.address);
        void Promise.resolve(handler.mail({ from, to, raw: Buffer.concat(chunks) })).then((reply) => {
          if (reply.kind === 'accept') done(null);
          else if (reply.kind === 'refuse') done(smtpError(reply.code, reply.text));
          else cut(server, session.id);
        });
      });
    },
  });
  // A client that hangs up is no failure of the server.
  server.on('error', () => {});
  const listener = server.listen(port, '127.0.0.1');
  await once(listener, 'listening');
  const { port: taken } = listener.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${taken}`,
    port: taken,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function cut(server: SMTPServer, sessionId: string): void {
  for (const connection of server.connections) {
    if (connection.id === sessionId) connection._socket.destroy();
  }
}

function smtpError(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}
