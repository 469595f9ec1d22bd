import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { asOwner, folder, test } from './scene.js';

describe('the program that verifies', () => {
  const run = promisify(execFile);
  const program = join(import.meta.dirname, '../../../../tools/audit/main.ts');
  const check = (...more: string[]) =>
    run(process.execPath, [program, 'verify', '--database', test.database.url, ...more]);

  it('says that all is as it was written', async () => {
    expect((await check('--digests', folder)).stdout).toContain('as it was written');
  });

  it('names the entry that was changed', async () => {
    await asOwner((client) => client.query(`UPDATE audit_entry SET action = action || 'd' WHERE seq = 2`));
    await expect(check()).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('entry 2 (') });
    await asOwner((client) => client.query(`UPDATE audit_entry SET action = left(action, -1) WHERE seq = 2`));
    await check();
  });

  it('misses a tail that was cut together with its digests, by the digests kept elsewhere', async () => {
    await asOwner((client) =>
      client.query(`
        DELETE FROM audit_entry WHERE seq > 5;
        DELETE FROM audit_digest WHERE to_seq > 5;
        UPDATE audit_head SET seq = 5, hash = (SELECT hash FROM audit_entry WHERE seq = 5)`),
    );
    await check();
    await expect(check('--digests', folder)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is missing in the database'),
    });
  });
});
