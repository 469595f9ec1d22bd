import { z } from 'zod';
import { readEnvironment } from '@kontor/service/config';

/** How e-mail leaves. */
export interface MailSettings {
  /** smtp:// or smtps:// address of the next server, with user and password where it wants them. */
  smtpUrl: string;
  /** Sender of every message. */
  from: { name: string; address: string };
}

const settings = z.object({
  smtpUrl: z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// address' }).optional(),
  mailFrom: z
    .string()
    .regex(
      /^([^<>\p{Cc}]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u,
      'must be an address, or a name with <address>',
    )
    .optional(),
});

/** The settings of e-mail, or undefined where no SMTP server is named: then messages wait. */
export function mailSettings(env: NodeJS.ProcessEnv = process.env): MailSettings | undefined {
  const { smtpUrl, mailFrom } = readEnvironment(
    settings,
    { smtpUrl: 'SMTP_URL', mailFrom: 'MAIL_FROM' },
    env,
  );
  if (smtpUrl === undefined) return undefined;
  if (mailFrom === undefined)
    throw new Error('The environment is not complete:\n  MAIL_FROM: is not set, though SMTP_URL is');
  const [, name = '', address = mailFrom] = /^(.*)<(.+)>$/.exec(mailFrom) ?? [];
  return { smtpUrl, from: { name: name.trim().replace(/^"(.*)"$/, '$1'), address } };
}
