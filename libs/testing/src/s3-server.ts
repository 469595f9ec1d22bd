import { rm } from 'node:fs/promises';
import S3rver from 's3rver';
import { testFolder } from './folder.js';

/** A store that speaks S3 over HTTP, on this machine. */
export interface TestS3 {
  /** Where its objects lie on the disk. */
  folder: string;
  endpoint: string;
  /** Closes the port: whoever asks is refused the connection. */
  stop(): Promise<void>;
  /** Opens it again, with everything that was in it. */
  start(): Promise<void>;
  /** Stops it and removes its objects. */
  dispose(): Promise<void>;
}

/** Starts a store with one bucket on a free port, and tells the environment of this process how to reach it. */
export async function testS3(bucket: string): Promise<TestS3> {
  const folder = await testFolder('s3');
  let port = 0;
  let server: S3rver | undefined;
  const start = async () => {
    server = new S3rver({
      address: '127.0.0.1',
      port,
      silent: true,
      directory: folder,
      configureBuckets: [{ name: bucket }],
    });
    ({ port } = await server.run());
  };
  const stop = async () => {
    await server?.close();
    server = undefined;
  };
  await start();
  const endpoint = `http://127.0.0.1:${port}`;
  const told = { S3_ENDPOINT: endpoint, AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' };
  Object.assign(process.env, told);
  return {
    folder,
    endpoint,
    start,
    stop,
    dispose: async () => {
      await stop();
      for (const name of Object.keys(told)) Reflect.deleteProperty(process.env, name);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
