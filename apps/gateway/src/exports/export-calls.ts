import type { Call } from '@kontor/access/call';
import type { Export } from '@kontor/contracts/gen/kontor/customer/v1/export';
import { AppError } from '@kontor/errors/app-error';
import type { Acting } from '@kontor/rpc/acting-headers';
import type { RpcClients } from '@kontor/rpc/client';
import { readLimit } from '@kontor/rpc/metadata';
import { contract } from '@kontor/schema/contract';
import { validateRequest } from '@kontor/schema/validate';

const SERVICE = '/kontor.customer.v1.ExportService';

/** Who downloads a file. */
export interface ExportCaller extends Pick<Call, 'requestId' | 'language'>, Acting {
  token: string;
}

/** The calls of the export service that the gateway makes for a download. */
export class ExportCalls {
  constructor(
    private readonly clients: RpcClients,
    private readonly caller: ExportCaller,
  ) {}

  get(id: string): Promise<Export> {
    return this.#call<Export>('GetExport', { id });
  }

  /** A piece of the file from an offset on; empty behind its end. */
  async chunk(id: string, offset: number): Promise<Buffer> {
    const { data } = await this.#call<{ data?: string }>('ReadExportChunk', { id, offset: String(offset) });
    return Buffer.from(data ?? '', 'base64');
  }

  async #call<T>(name: string, request: object): Promise<T> {
    const method = contract.method(`${SERVICE}/${name}`);
    const fields = validateRequest(method, request);
    if (fields.length > 0) throw new AppError('invalid', 'invalid-request', { fields });
    const { token, ...caller } = this.caller;
    const call = { ...caller, deadline: Date.now() + readLimit };
    const { body } = await this.clients.callJson(method, Buffer.from(JSON.stringify(request)), call, token);
    return JSON.parse(body.toString('utf8')) as T;
  }
}
