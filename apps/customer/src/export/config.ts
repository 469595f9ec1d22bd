import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Injection token of the store (`Store`) of exported files. */
export const EXPORT_STORE = Symbol('export store');

/**
 * Where exported files are kept (EXPORTS_FOLDER): a folder, or `s3://bucket/prefix`. With several replicas one that all of
 * them see: whichever is asked hands the file out. Default: a folder for temporary files.
 */
export function exportsFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env.EXPORTS_FOLDER || join(tmpdir(), 'kontor-exports');
}
