import type { Call } from '@kontor/access/call';
import type {
  CreateImportRequest,
  StartImportRequest,
  WriteImportChunkRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/import_service';
import { raiseStage, type Ask, type Stage } from '../stage.js';

export const anna = '01900000-0000-7000-8000-00000000000a';
export const importId = '01900000-0000-7000-8000-0000000000f1';
export const columns = [{ column: 'Company', field: 'name' }];
export const MEBIBYTE = 1024 * 1024;

export let stage: Stage;
export let token: string;
export let created: CreateImportRequest[];
export let keys: (string | undefined)[];
export let chunks: Map<number, Buffer>;
export let started: StartImportRequest[];
export let cancelled: number;
export let state: string;

beforeAll(async () => {
  stage = await raiseStage();
  token = await stage.signer.token(anna);
});
afterAll(() => stage.close());

beforeEach(() => {
  created = [];
  keys = [];
  chunks = new Map();
  started = [];
  cancelled = 0;
  state = 'uploading';
  const record = () => ({ id: importId, fileName: 'a.csv', columns, state });
  Object.assign(stage.answers, {
    'ImportService/CreateImport': (request: CreateImportRequest, call: Call) => {
      created.push(request);
      keys.push(call.idempotencyKey);
      return record();
    },
    'ImportService/GetImport': record,
    'ImportService/WriteImportChunk': ({ index, data }: WriteImportChunkRequest) => {
      // Over the JSON codec bytes are base64 text.
      chunks.set(index, Buffer.from(data as unknown as string, 'base64'));
      return {};
    },
    'ImportService/StartImport': (request: StartImportRequest) => {
      started.push(request);
      state = 'queued';
      return record();
    },
    'ImportService/CancelImport': () => {
      cancelled += 1;
      return record();
    },
  });
});

export function form(...parts: [name: string, value: string | Blob, fileName?: string][]): FormData {
  const data = new FormData();
  for (const [name, value, fileName] of parts) {
    if (typeof value === 'string') data.append(name, value);
    else data.append(name, value, fileName ?? 'a.csv');
  }
  return data;
}

export async function upload(body: FormData, options: Ask = {}): Promise<Response> {
  return stage.ask('/v1/customers:import', { token, body, ...options });
}

export async function refusal(body: FormData): Promise<[number, string, string[]]> {
  const response = await upload(body);
  const { type, errors } = (await response.json()) as { type: string; errors: { field: string }[] };
  return [response.status, type.replace('urn:kontor:error:', ''), errors.map(({ field }) => field)];
}

export const file = new Blob(['Company\nKontor\n'], { type: 'text/csv' });
