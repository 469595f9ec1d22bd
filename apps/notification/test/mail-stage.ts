import { createConnection } from 'node:net';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { serviceCall } from '@kontor/access/call';
import type { MailReceived } from '@kontor/contracts/gen/kontor/notification/v1/mail_events';
import { testService, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { freePort } from '../../../tools/servers/ports.ts';
import { notificationService } from '../src/definition.js';

/** The domain that mail is taken for. */
export const domain = 'in.kontor.example';
/** Name of the mail server that is believed. */
export const authserv = 'mx.kontor.example';

/** What became of a message, as its table says. */
export interface MailRow {
  id: string;
  recipient: string;
  sender: string;
  subject: string;
  state: string;
  reason: string;
  raw: Buffer | null;
  attempts: number;
}

/** The service with its listener, on loopback. */
export class MailStage {
  private constructor(
    readonly service: TestService,
    readonly port: number,
  ) {}

  /** `more`: settings of the listener beside its port and domain. */
  static async start(more: Record<string, string> = {}): Promise<MailStage> {
    const port = await freePort();
    delete process.env.SMTP_URL;
    Object.assign(process.env, {
      INBOUND_SMTP_PORT: String(port),
      INBOUND_SMTP_HOST: '127.0.0.1',
      INBOUND_MAIL_DOMAIN: domain,
      ...more,
    });
    return new MailStage(await testService('notification', notificationService), port);
  }

  /** Adds a drop as an administrator. */
  async drop(localPart: string, more: object = { purpose: 'timeline' }): Promise<string> {
    const admin = await this.service.person({ roles: ['administrator'] });
    const drop = await this.service.call<{ id: string }>(
      admin,
      '/kontor.notification.v1.MailDropService/CreateMailDrop',
      { mailDrop: { localPart, ...more } },
    );
    return drop.id;
  }

  /** Sends a message by a real conversation; throws what the server refuses. */
  async send(mail: SendMailOptions): Promise<string> {
    const transport = createTransport({
      host: '127.0.0.1',
      port: this.port,
      tls: { rejectUnauthorized: false },
    });
    try {
      const { response } = await transport.sendMail({ from: 'ada@outside.example', ...mail });
      return response;
    } finally {
      transport.close();
    }
  }

  /** Sends bytes as they are. */
  sendRaw(to: string | string[], raw: string | Buffer, from = 'ada@outside.example'): Promise<string> {
    return this.send({ envelope: { from, to }, raw });
  }

  /** Says lines one after the other, each when the former was answered; resolves to all answers. */
  async talk(...lines: string[]): Promise<string[]> {
    const socket = createConnection({ host: '127.0.0.1', port: this.port });
    const answers: string[] = [];
    try {
      socket.on('error', () => undefined);
      for await (const chunk of socket.setEncoding('utf8')) {
        for (const line of String(chunk).split('\r\n'))
          if (/^\d{3} /.test(line)) {
            answers.push(line);
            const next = lines.shift();
            if (next === undefined) return answers;
            socket.write(`${next}\r\n`);
          }
      }
      return answers;
    } finally {
      socket.destroy();
    }
  }

  rows<R extends object>(sql: string, params: unknown[] = []): Promise<R[]> {
    return this.service.running.unitOfWork.write(serviceCall('notification', 'test'), (tx) =>
      tx.query<R>(sql, params),
    );
  }

  mails(): Promise<MailRow[]> {
    return this.rows<MailRow>('SELECT * FROM inbound_mail ORDER BY create_time, id');
  }

  /** The rows with a condition, once none of them waits any more. */
  settled(where: string, params: unknown[], count = 1): Promise<MailRow[]> {
    return until(`${count} message(s) to be settled`, async () => {
      const rows = await this.rows<MailRow>(`SELECT * FROM inbound_mail WHERE ${where}`, params);
      return rows.length >= count && rows.every(({ state }) => state !== 'received') && rows;
    });
  }

  /** What the customer service is told of the messages with a subject. */
  async told(subject: string): Promise<MailReceived[]> {
    const all = await this.service.events('kontor.notification.v1.MailReceived');
    return all.filter((mail) => mail.subject === subject);
  }

  /** Sends a message and waits until it was handed on; resolves to what is told of it. */
  async handed(mail: SendMailOptions & { subject: string }): Promise<MailReceived> {
    await this.send(mail);
    await this.settled('subject = $1', [mail.subject]);
    const [one] = await this.told(mail.subject);
    if (!one) throw new Error('nothing was told');
    return one;
  }

  dispose(): Promise<void> {
    return this.service.dispose();
  }
}
