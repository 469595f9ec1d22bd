import { z } from 'zod';
import { readEnvironment } from '@kontor/service/config';

const settings = z.object({ folder: z.string().default('') });

/** Injection token of the store (`Store`, or undefined) in which notification leaves files of mail. */
export const MAIL_FILES = Symbol('files of mail');

/** Reads MAIL_FILES_FOLDER: a folder or `s3://bucket/prefix`, the same as that of notification; empty: no files come. */
export function mailFilesFolder(env: NodeJS.ProcessEnv = process.env): string {
  return readEnvironment(settings, { folder: 'MAIL_FILES_FOLDER' }, env).folder;
}
