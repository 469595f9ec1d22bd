import { startMailServer, type MailReply } from '../../servers/smtp.ts';

/** A message that the sink has taken. */
export interface CaughtMail {
  to: string;
  /** Left half of the Message-ID: the delivery that it is. */
  deliveryId: string;
  /** When the yes was said, epoch milliseconds. */
  time: number;
  /** The message as it came, a letter a byte. */
  raw: string;
}

/** A real SMTP server that keeps what it takes, also what comes twice. */
export interface MailSink {
  url: string;
  mails: CaughtMail[];
  /** What it says to the next message. What it hangs up on it has taken nevertheless; what it refuses it has not. */
  temper: () => MailReply;
  stop(): Promise<void>;
}

/** Starts the sink on loopback. */
export async function startMailSink(): Promise<MailSink> {
  const sink: MailSink = {
    url: '',
    mails: [],
    temper: () => ({ kind: 'accept' }),
    stop: () => server.stop(),
  };
  const server = await startMailServer({
    mail: ({ to, raw }) => {
      const reply = sink.temper();
      if (reply.kind === 'refuse') return reply;
      const deliveryId = /^message-id:\s*<([^@>]+)@/im.exec(raw.toString('latin1'))?.[1] ?? '';
      sink.mails.push({ to: to[0] ?? '', deliveryId, time: Date.now(), raw: raw.toString('latin1') });
      return reply;
    },
  });
  sink.url = server.url;
  return sink;
}
