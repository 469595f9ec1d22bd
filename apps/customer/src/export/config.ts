import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Where exported files are kept (EXPORTS_FOLDER). With several replicas a folder that all of them see: whichever is
 * asked hands the file out. Default: a folder for temporary files.
 */
export function exportsFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env.EXPORTS_FOLDER || join(tmpdir(), 'kontor-exports');
}
