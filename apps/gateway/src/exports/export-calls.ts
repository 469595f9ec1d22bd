import type { Export } from '@kontor/contracts/gen/kontor/customer/v1/export';
import type { RpcClients } from '@kontor/rpc/client';
import { readLimit } from '@kontor/rpc/metadata';
import { ownCall, parsed, type OwnCaller } from '../request/own-call.js';

const SERVICE = '/kontor.customer.v1.ExportService';

/** The calls of the export service that the gateway makes for a download. */
export class ExportCalls {
  constructor(
    private readonly clients: RpcClients,
    private readonly caller: OwnCaller,
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
    const path = `${SERVICE}/${name}`;
    return parsed<T>(await ownCall(this.clients, path, request, this.caller, { limit: readLimit }));
  }
}
