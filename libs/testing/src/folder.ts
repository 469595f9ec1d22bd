import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder of its own for one test. It lies in the folder of the test run: processes that are written down in it
 * (`*.pid.json`) are ended, and it is removed, after the run at the latest.
 */
export async function testFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(process.env.KONTOR_TEST_FOLDER ?? tmpdir(), `${name}-`));
  // Postgres, when it runs as another user, has to pass through.
  await chmod(folder, 0o711);
  return folder;
}
