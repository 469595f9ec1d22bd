import { Client, credentials, Metadata, type status, type ServiceError } from '@grpc/grpc-js';
import { v7 as uuidv7 } from 'uuid';
import type { Problem } from '@kontor/errors/problem';
import { contract } from '@kontor/schema/contract';
import { metadataKeys } from '../../src/metadata.js';
import { startNoticeServer, type NoticeServer } from '../notice-server.js';

export const service = '/kontor.notification.v1.NoticeService';
export const getNotice = contract.method(`${service}/GetNotice`);
export const readNotice = contract.method(`${service}/ReadNotice`);

export let notices: NoticeServer;
export let client: Client;
export let usual: NoticeServer['behaviour'];
beforeAll(async () => {
  notices = await startNoticeServer();
  usual = { ...notices.behaviour };
  client = new Client(notices.listen, credentials.createInsecure());
}, 60_000);
afterEach(() => {
  Object.assign(notices.behaviour, usual);
  notices.faults.length = 0;
});
afterAll(async () => {
  client?.close();
  await notices?.close();
});

export interface Answer {
  code: status;
  body: Buffer | undefined;
  problem: Problem | undefined;
  etag: unknown;
}

/** Sends bytes as they are. */
export function send(
  path: string,
  body: Buffer | string,
  metadata: Record<string, string> = {},
  to = client,
  deadline = Date.now() + 10_000,
): Promise<Answer> {
  const asIs = (bytes: Buffer) => bytes;
  const sent = new Metadata();
  for (const [key, value] of Object.entries(metadata)) sent.set(key, value);
  return new Promise((resolve) => {
    let answer: Buffer | undefined;
    to.makeUnaryRequest(
      path,
      asIs,
      asIs,
      Buffer.from(body),
      sent,
      { deadline },
      (error: ServiceError | null, bytes) => {
        answer = error ? undefined : bytes;
      },
    ).on('status', ({ code, metadata: trailers }) => {
      const [problem] = trailers.get(metadataKeys.problem);
      resolve({
        code,
        body: answer,
        problem: problem ? (JSON.parse(problem.toString()) as Problem) : undefined,
        etag: trailers.get(metadataKeys.etag)[0],
      });
    });
  });
}

export const as = async (claims = {}) => ({ authorization: `Bearer ${await notices.token(claims)}` });
export const id = uuidv7();
export const wanted = JSON.stringify({ id });
