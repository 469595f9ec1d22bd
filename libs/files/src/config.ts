import { resolve } from 'node:path';
import { z } from 'zod';
import type { Place } from './s3-store.js';

/** Where a store is: a folder, or a place in a bucket. */
export type StorePlace = { folder: string } | Place;

/** How S3 is reached. Keys are not here: the client takes them from AWS_ACCESS_KEY_ID and its like by itself. */
export interface S3Settings {
  /** Absent: Amazon's own of the region, or AWS_ENDPOINT_URL_S3. */
  endpoint?: string | undefined;
  region: string;
  /** http://store/bucket instead of http://bucket.store. */
  pathStyle: boolean;
}

const bucketAddress = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/?((?:[\w.-]+\/)*[\w.-]+)?\/?$/;

/**
 * What a variable such as FILES_FOLDER says: a folder, or `s3://bucket/prefix`. Throws an error that names the variable.
 */
export function storePlace(variable: string, value: string): StorePlace {
  if (!/^s3:/i.test(value)) return { folder: resolve(value) };
  const [, bucket, prefix] = bucketAddress.exec(value) ?? [];
  if (!bucket)
    throw new Error(
      `The environment is not complete:\n  ${variable}: must be a folder or s3://bucket/prefix`,
    );
  return { bucket, prefix: prefix ? `${prefix}/` : '' };
}

const settings = z.object({
  S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  S3_REGION: z.string().optional(),
  S3_PATH_STYLE: z.enum(['true', 'false']).optional(),
  AWS_REGION: z.string().optional(),
});

/** Reads S3_ENDPOINT, S3_REGION (else AWS_REGION, else us-east-1) and S3_PATH_STYLE (true where an endpoint is named). */
export function s3Settings(env: NodeJS.ProcessEnv = process.env): S3Settings {
  const names = Object.keys(settings.shape);
  const parsed = settings.safeParse(Object.fromEntries(names.map((name) => [name, env[name] || undefined])));
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${String(path[0])}: ${message}`);
    throw new Error(`The environment is not complete:\n  ${faults.join('\n  ')}`);
  }
  const { S3_ENDPOINT: endpoint, S3_REGION, AWS_REGION, S3_PATH_STYLE } = parsed.data;
  return {
    endpoint,
    region: S3_REGION ?? AWS_REGION ?? 'us-east-1',
    pathStyle: S3_PATH_STYLE ? S3_PATH_STYLE === 'true' : endpoint !== undefined,
  };
}
