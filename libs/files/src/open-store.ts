import { S3Client } from '@aws-sdk/client-s3';
import { AppError } from '@kontor/errors/app-error';
import { s3Settings, storePlace } from './config.js';
import { FolderStore } from './folder-store.js';
import { S3Store } from './s3-store.js';
import type { Store } from './store.js';

/** What a store is told apart by. */
export interface StoreName {
  /** The variable that says where it is. */
  variable: string;
  /** What that variable says, or what is meant where it says nothing: a folder, or `s3://bucket/prefix`. */
  value: string;
  /** What it is for, as people hear of it: `files`. */
  label: string;
}

/**
 * The store that a variable names. Throws an error that names the variable where it can never work, so that a service with
 * a wrong bucket or folder does not start. One that only does not answer now is warned of: it may come back.
 */
export async function openStore(
  { variable, value, label }: StoreName,
  logger: { warn(details: object, text: string): void },
): Promise<Store> {
  const place = storePlace(variable, value);
  const store =
    'folder' in place ? new FolderStore(label, place.folder) : new S3Store(label, s3Client(), place);
  try {
    await store.check();
  } catch (error) {
    if (!(error instanceof AppError))
      throw new Error(`${variable}: ${(error as Error).message}`, { cause: error });
    logger.warn({ err: error, variable }, 'a store of files does not answer; the service starts without it');
  }
  return store;
}

/** A client, by the environment where nothing is given. Checksums only where a call needs them: not every compatible store knows the newer ones. */
export function s3Client({ endpoint, region, pathStyle } = s3Settings()): S3Client {
  return new S3Client({
    region,
    ...(endpoint && { endpoint }),
    forcePathStyle: pathStyle,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 15_000, throwOnRequestTimeout: true },
  });
}
