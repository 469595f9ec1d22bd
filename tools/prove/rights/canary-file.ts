import type { Random } from '../random.ts';
import type { Person } from '../stage/person.ts';
import type { Planting } from './canary-planting.ts';

const boundary = 'prove-canary-file';

/** Adds a file to the first customer that was planted, with a canary in its name: no JSON makes one. */
export async function plantFile(administrator: Person, planting: Planting, random: Random): Promise<void> {
  const customer = planting.planted.get('customer')?.[0];
  if (!customer) return;
  const needle = `cnry${random.uuid().replaceAll('-', '').slice(0, 14)}`;
  const body = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${needle}.txt"\r\n` +
      `Content-Type: text/plain\r\n\r\nNothing of note.\r\n--${boundary}--\r\n`,
  );
  const path = `${customer}/files`;
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  const answer = await administrator.send({ method: 'POST', path, headers, body });
  if (answer.status >= 300) {
    planting.refused.set('uploadFile', `${answer.status} ${answer.text.slice(0, 300)}`);
    return;
  }
  const record = `${path}/${(JSON.parse(answer.text) as { id: string }).id}`;
  planting.canaries.push({ needle, field: 'file.name', record });
  planting.planted.set('file', [record]);
}
