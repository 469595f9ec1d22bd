import type { Readable } from 'node:stream';
import SMTPPool, { type SMTPPoolSendCallback } from 'nodemailer/lib/smtp-pool';

type Mail = Parameters<SMTPPool['send']>[0];

/** An error of a submission, and whether the whole message had left nodemailer by then. */
export interface SubmissionError extends Error {
  handedOver?: boolean;
  code?: string;
  command?: string;
  response?: string;
  responseCode?: number;
}

/**
 * nodemailer's pool reports a lost connection the same way before and after the final dot. This one adds what
 * matters: nodemailer writes the dot when it has read the message to its end, so as long as that has not
 * happened the server cannot have taken it.
 */
export class TrackedPool extends SMTPPool {
  override send(mail: Mail, callback: SMTPPoolSendCallback): boolean {
    const { message } = mail;
    const open = message.createReadStream.bind(message);
    let handedOver = false;
    message.createReadStream = (options?: object): Readable => {
      const stream = open(options) as Readable;
      // Registered before nodemailer's own listener, so it is known before the dot is written.
      stream.once('end', () => (handedOver = true));
      return stream;
    };
    return super.send(mail, (error, info) => {
      if (error) callback(Object.assign(error, { handedOver }));
      else callback(null, info);
    });
  }
}
