import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { storeFault, Source } from './store-fault.js';
import { checkName, MissingObject, type Bytes, type Store, type StoredObject } from './store.js';

/** Where the objects of a store lie. */
export interface Place {
  bucket: string;
  /** What every name in the bucket begins with: empty, or ending in a slash. */
  prefix: string;
}

/** Bytes of one part of a large object: the fewest that S3 allows. */
const partSize = 5 * 1024 * 1024;

/** Objects in a bucket of S3, or of a store that is compatible with it. */
export class S3Store implements Store {
  constructor(
    readonly label: string,
    private readonly client: S3Client,
    private readonly place: Place,
  ) {}

  async check(): Promise<void> {
    const { bucket } = this.place;
    try {
      await this.client.send(new HeadBucketCommand({ Bucket: bucket }));
    } catch (error) {
      const status = statusOf(error);
      if (status === 404) throw new Error(`there is no bucket ${bucket}`, { cause: words(error) });
      if (status && status < 500)
        throw new Error(`the bucket ${bucket} is refused to us (HTTP ${status})`, { cause: words(error) });
      if ((error as Error).name === 'CredentialsProviderError')
        throw new Error('there are no keys for it in the environment', { cause: words(error) });
      throw storeFault(this.label, error);
    }
  }

  /** A small object is one request; a larger one comes in parts, which are taken back where one of them fails. */
  async put(name: string, bytes: Bytes): Promise<number> {
    const source = new Source(bytes);
    const body = Readable.from(source, { objectMode: true });
    const upload = new Upload({
      client: this.client,
      params: {
        ...this.keyOf(name),
        Body: body,
        ContentType: 'application/octet-stream',
        // Whoever finds a way to the bucket gets it to save, not to see.
        ContentDisposition: 'attachment',
      },
      partSize,
      queueSize: 2,
      leavePartsOnError: false,
    });
    try {
      await upload.done();
      return source.size;
    } catch (error) {
      body.destroy();
      throw source.faultOf(this.label, error);
    }
  }

  async read(name: string, start: number, length: number): Promise<Buffer> {
    if (length === 0) return Buffer.alloc(0);
    try {
      const range = `bytes=${start}-${start + length - 1}`;
      const { Body } = await this.client.send(new GetObjectCommand({ ...this.keyOf(name), Range: range }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    } catch (error) {
      // The range begins behind the end.
      if (statusOf(error) === 416) return Buffer.alloc(0);
      throw isMissing(error) ? new MissingObject(name) : storeFault(this.label, error);
    }
  }

  async size(name: string): Promise<number | undefined> {
    try {
      return (await this.client.send(new HeadObjectCommand(this.keyOf(name)))).ContentLength ?? 0;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw storeFault(this.label, error);
    }
  }

  async *list(prefix: string, after?: string): AsyncGenerator<StoredObject> {
    const { bucket, prefix: root } = this.place;
    const where = { Bucket: bucket, Prefix: root + prefix, ...(after && { StartAfter: root + after }) };
    for (let token: string | undefined; ;) {
      const page = await this.client
        .send(new ListObjectsV2Command({ ...where, ContinuationToken: token }))
        .catch((error: unknown) => {
          throw storeFault(this.label, error);
        });
      for (const { Key = '', Size = 0, LastModified } of page.Contents ?? []) {
        yield { name: Key.slice(root.length), size: Size, time: LastModified?.getTime() ?? Date.now() };
      }
      token = page.NextContinuationToken;
      if (!token) return;
    }
  }

  async remove(name: string): Promise<void> {
    try {
      await this.client.send(new DeleteObjectCommand(this.keyOf(name)));
    } catch (error) {
      if (statusOf(error) !== 404) throw storeFault(this.label, error);
    }
  }

  /** Takes back uploads whose writer died. A store that does not list them is left to a rule of the bucket. */
  async tidy(age: number): Promise<void> {
    const { bucket, prefix } = this.place;
    try {
      const listed = await this.client.send(
        new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix }),
      );
      for (const { Key, UploadId, Initiated } of listed.Uploads ?? []) {
        if (Date.now() - (Initiated?.getTime() ?? Date.now()) <= age) continue;
        await this.client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }));
      }
    } catch (error) {
      if (statusOf(error) !== 501 && (error as Error).name !== 'NotImplemented')
        throw storeFault(this.label, error);
    }
  }

  private keyOf(name: string): { Bucket: string; Key: string } {
    return { Bucket: this.place.bucket, Key: this.place.prefix + checkName(name) };
  }
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata?.httpStatusCode;
}

/** Whether an object is not there; that its bucket is gone is another thing. */
function isMissing(error: unknown): boolean {
  return statusOf(error) === 404 && (error as Error).name !== 'NoSuchBucket';
}

/** The error without the request that hangs on it. */
function words(error: unknown): Error {
  const { name, message } = error as Error;
  return new Error(`${name}: ${message}`);
}
