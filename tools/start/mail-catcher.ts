import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startMailServer, type MailServer } from '../servers/smtp.ts';

/** Starts an SMTP server that delivers nothing: each message becomes a file in `folder`, to be looked at. */
export async function startMailCatcher(folder: string): Promise<MailServer> {
  await mkdir(folder, { recursive: true });
  let count = 0;
  return startMailServer({
    mail: async ({ to, raw }) => {
      const time = new Date().toISOString().replaceAll(':', '-');
      const whom = (to[0] ?? 'nobody').replaceAll(/[^\w.@-]/g, '_');
      await writeFile(join(folder, `${time}-${String(++count).padStart(4, '0')}-${whom}.eml`), raw);
      return { kind: 'accept' };
    },
  });
}
