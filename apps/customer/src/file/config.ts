import { z } from 'zod';
import { readEnvironment } from '@kontor/service/config';

const settings = z.object({
  folder: z.string().default('.kontor/files'),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .default(25 * 1024 * 1024),
});

/** What the files of customers are told by their environment. */
export interface FileSettings {
  /** Folder of the bytes, or `s3://bucket/prefix`; all replicas share it. */
  folder: string;
  /** Bytes that one file may have. */
  limit: number;
}

/** Injection token of the file settings. */
export const FILES = Symbol('files');

/** Injection token of the store (`Store`) of the bytes. */
export const FILE_STORE = Symbol('file store');

/** Reads FILES_FOLDER (default .kontor/files) and FILE_LIMIT_BYTES (default 25 MiB). */
export function fileSettings(env: NodeJS.ProcessEnv = process.env): FileSettings {
  const variables = { folder: 'FILES_FOLDER', limit: 'FILE_LIMIT_BYTES' } as const;
  return readEnvironment(settings, variables, env);
}
