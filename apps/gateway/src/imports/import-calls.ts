import type { Import } from '@kontor/contracts/gen/kontor/customer/v1/import';
import type { ListImportBadRowsResponse } from '@kontor/contracts/gen/kontor/customer/v1/import_service';
import type { JsonAnswer, RpcClients } from '@kontor/rpc/client';
import { ownCall, parsed, type OwnCaller } from '../request/own-call.js';

const SERVICE = '/kontor.customer.v1.ImportService';

/** The calls of the import service that the gateway makes for an upload or a download. */
export class ImportCalls {
  constructor(
    private readonly clients: RpcClients,
    private readonly caller: OwnCaller,
  ) {}

  /** Opens an import. A repeated key gives the import it gave before. */
  async create(record: Record<string, unknown>): Promise<Import> {
    return parsed<Import>(await this.#call('CreateImport', { import: record }));
  }

  /** An import as it now stands. */
  async get(id: string): Promise<JsonAnswer> {
    return this.#call('GetImport', { id });
  }

  /** Stores a piece of the file; the same piece again changes nothing. */
  async write(id: string, index: number, data: Buffer): Promise<void> {
    await this.#call('WriteImportChunk', { id, index, data: data.toString('base64') });
  }

  /** The file is whole: queues the run. */
  async start(id: string, chunks: number): Promise<JsonAnswer> {
    return this.#call('StartImport', { id, chunks });
  }

  /** Gives up an upload that broke; a failure to say so changes nothing, the service gives up by itself in time. */
  async cancel(id: string): Promise<void> {
    await this.#call('CancelImport', { id }).catch(() => undefined);
  }

  /** A page of refused rows. */
  async badRows(
    id: string,
    pageSize: number,
    pageToken: string | undefined,
  ): Promise<ListImportBadRowsResponse> {
    return parsed(await this.#call('ListImportBadRows', { id, pageSize, ...(pageToken && { pageToken }) }));
  }

  #call(name: string, request: object): Promise<JsonAnswer> {
    // Pieces are told apart by their index.
    const piece = name === 'WriteImportChunk';
    const key = piece ? undefined : this.caller.key;
    return ownCall(this.clients, `${SERVICE}/${name}`, request, this.caller, { piece, key });
  }
}
