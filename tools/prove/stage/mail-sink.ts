import { startMailServer } from '../../servers/smtp.ts';

/** A message that the sink has taken. */
export interface CaughtMail {
  to: string;
  /** Left half of the Message-ID: the delivery that it is. */
  deliveryId: string;
  /** When the yes was said, epoch milliseconds. */
  time: number;
}

/** A real SMTP server that keeps what it takes, also what comes twice. */
export interface MailSink {
  url: string;
  mails: CaughtMail[];
  stop(): Promise<void>;
}

/** Starts the sink on loopback. */
export async function startMailSink(): Promise<MailSink> {
  const mails: CaughtMail[] = [];
  const server = await startMailServer({
    mail: ({ to, raw }) => {
      const deliveryId = /^message-id:\s*<([^@>]+)@/im.exec(raw.toString('latin1'))?.[1] ?? '';
      mails.push({ to: to[0] ?? '', deliveryId, time: Date.now() });
      return { kind: 'accept' };
    },
  });
  return { url: server.url, mails, stop: () => server.stop() };
}
