import type { Call } from '@kontor/access/call';
import type {
  CreateFileRequest,
  FinishFileRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/file_service';
import type { ReceiveTelephonyEventRequest } from '@kontor/contracts/gen/kontor/customer/v1/telephony_service';
import { AppError } from '@kontor/errors/app-error';
import { raiseStage, type Stage } from './stage.js';

const anna = '01900000-0000-7000-8000-00000000000a';
const customerId = '01900000-0000-7000-8000-0000000000c1';
const fileId = '01900000-0000-7000-8000-0000000000f1';
const MEBIBYTE = 1024 * 1024;
const path = `/v1/customers/${customerId}/files`;

let stage: Stage;
let token: string;
let created: CreateFileRequest[];
let finished: FinishFileRequest[];
let chunks: Buffer[];
let stored: boolean;

beforeAll(async () => {
  stage = await raiseStage();
  token = await stage.signer.token(anna);
});
afterAll(() => stage.close());

beforeEach(() => {
  created = [];
  finished = [];
  chunks = [];
  stored = false;
  const record = () => ({
    id: fileId,
    customerId,
    name: '报价 №1.pdf',
    contentType: 'application/pdf',
    size: String(Buffer.concat(chunks).length),
  });
  Object.assign(stage.answers, {
    'FileService/CreateFile': (request: CreateFileRequest) => {
      created.push(request);
      return record();
    },
    'FileService/WriteFileChunk': ({ index, data }: { index: number; data: string }) => {
      chunks[index] = Buffer.from(data, 'base64');
      return {};
    },
    'FileService/FinishFile': (request: FinishFileRequest) => {
      finished.push(request);
      stored = true;
      return record();
    },
    'FileService/GetFile': () => {
      if (!stored) throw new AppError('not_found', 'file-not-found');
      return record();
    },
    'FileService/ReadFileChunk': ({ index }: { index: number }) => ({
      data: (chunks[index] ?? Buffer.alloc(0)).toString('base64'),
    }),
  });
});

function form(...parts: [name: string, value: string | Blob][]): FormData {
  const data = new FormData();
  for (const [name, value] of parts) {
    if (typeof value === 'string') data.append(name, value);
    else data.append(name, value, '报价 №1.pdf');
  }
  return data;
}

const upload = (body: FormData, headers: Record<string, string> = {}) =>
  stage.ask(path, { token, body, headers });

const bytes = Buffer.alloc(2.5 * MEBIBYTE, 'kontor ');

describe('a file', () => {
  it('goes to the service piece by piece and comes back as an attachment that nothing runs', async () => {
    const response = await upload(form(['interactionId', anna], ['file', new Blob([bytes])]));
    expect([response.status, response.headers.get('location')]).toEqual([201, `${path}/${fileId}`]);
    expect(created).toMatchObject([{ customerId, file: { name: '报价 №1.pdf', interactionId: anna } }]);
    expect(chunks.map(({ length }) => length)).toEqual([MEBIBYTE, MEBIBYTE, MEBIBYTE / 2]);
    expect(finished).toMatchObject([{ customerId, id: fileId, size: String(bytes.length) }]);

    const download = await stage.ask(`${path}/${fileId}/content`, { token });
    expect(Buffer.from(await download.arrayBuffer()).equals(bytes)).toBe(true);
    expect(Object.fromEntries(download.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(bytes.length),
      'content-disposition': expect.stringMatching(/^attachment; .*filename\*=UTF-8''%E6%8A%A5/) as string,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    });
  });

  it('is taken once where the client names the upload by a key', async () => {
    const headers = { 'idempotency-key': 'one' };
    await upload(form(['file', new Blob([bytes])]), headers);
    const again = await upload(form(['file', new Blob([bytes])]), headers);
    expect([again.status, finished.length]).toEqual([201, 1]);
  });

  it.each([
    ['without a file', form(['interactionId', anna]), 400],
    ['that is empty', form(['file', new Blob([])]), 400],
    ['that is too large', form(['file', new Blob([Buffer.alloc(3 * MEBIBYTE + 1)])]), 413],
    ['with another part behind it', form(['file', new Blob(['a'])], ['interactionId', anna]), 400],
    ['with a part that nobody knows', form(['what', 'x'], ['file', new Blob(['a'])]), 400],
  ])('%s is refused', async (_what, body, status) => {
    expect((await upload(body)).status).toBe(status);
    expect(finished).toEqual([]);
  });

  it('of another kind than its name says is refused by the name of the part', async () => {
    stage.answers['FileService/FinishFile'] = () => {
      const fields = [{ field: 'file', reason: 'file-type-differs', params: { extension: 'pdf' } }];
      throw new AppError('invalid', 'invalid-request', { fields });
    };
    const { errors } = (await (await upload(form(['file', new Blob([bytes])]))).json()) as {
      errors: { field: string }[];
    };
    expect(errors.map(({ field }) => field)).toEqual(['file']);
  });

  it.each([
    ['a piece is sent', 'WriteFileChunk'],
    ['it is finished', 'FinishFile'],
    ['it is had back', 'ReadFileChunk'],
  ])('is a problem that names the store where that does not answer when %s', async (_when, call) => {
    stage.answers[`FileService/${call}`] = () => {
      throw new AppError('unavailable', 'store-unavailable', {
        params: { store: 'files' },
        retryAfterSeconds: 10,
      });
    };
    stored = true;
    const response = await (call === 'ReadFileChunk'
      ? stage.ask(`${path}/${fileId}/content`, { token })
      : upload(form(['file', new Blob([bytes])]), { 'accept-language': 'ru' }));
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '10']);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining('(files)') as string });
  });

  it('is for those who have signed in', async () => {
    expect((await stage.ask(path, { body: form(['file', new Blob(['a'])]) })).status).toBe(401);
    expect((await stage.ask(`${path}/${fileId}/content`)).status).toBe(401);
  });

  it('that is not there is a problem, not an empty file', async () => {
    expect((await stage.ask(`${path}/${fileId}/content`, { token })).status).toBe(404);
  });
});

describe('an event of a telephone exchange', () => {
  it('reaches the service byte by byte, with what it was signed with', async () => {
    const received: ReceiveTelephonyEventRequest[] = [];
    const callers: string[] = [];
    stage.answers['TelephonyService/ReceiveTelephonyEvent'] = (
      request: ReceiveTelephonyEventRequest,
      call: Call,
    ) => {
      received.push(request);
      callers.push(call.caller.kind);
      return {};
    };
    const body = '{ "type":"ring",  "callId":"1" }\n';
    const response = await stage.ask('/v1/telephony/events', {
      body,
      headers: {
        'content-type': 'application/json',
        'webhook-id': 'msg_1',
        'webhook-timestamp': '1614265330',
        'webhook-signature': 'v1,abc',
      },
    });
    expect(response.status).toBe(204);
    expect(callers).toEqual(['nobody']);
    expect(received).toMatchObject([
      { webhookId: 'msg_1', webhookTimestamp: '1614265330', webhookSignature: 'v1,abc' },
    ]);
    expect(Buffer.from(received[0]?.body as unknown as string, 'base64').toString()).toBe(body);
  });

  it('is refused where it is too large, and where the service does not know its signature', async () => {
    stage.answers['TelephonyService/ReceiveTelephonyEvent'] = () => {
      throw new AppError('unauthenticated', 'telephony-signature');
    };
    const post = (body: string) =>
      stage.ask('/v1/telephony/events', { body, headers: { 'content-type': 'application/json' } });
    expect((await post('{}')).status).toBe(401);
    expect((await post('x'.repeat(20_000))).status).toBe(413);
  });
});
