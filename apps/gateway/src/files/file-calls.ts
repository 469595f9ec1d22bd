import type { File } from '@kontor/contracts/gen/kontor/customer/v1/file';
import type { ReadFileChunkResponse } from '@kontor/contracts/gen/kontor/customer/v1/file_service';
import type { JsonAnswer, RpcClients } from '@kontor/rpc/client';
import { ownCall, parsed, type OwnCaller } from '../request/own-call.js';

const SERVICE = '/kontor.customer.v1.FileService';

/** The calls that the gateway makes to pass the bytes of a customer's file on. */
export class FileCalls {
  constructor(
    private readonly clients: RpcClients,
    private readonly caller: OwnCaller,
    private readonly customerId: string,
  ) {}

  /** Opens a file. A repeated key gives the file it gave before. */
  async create(file: { name: string; interactionId?: string | undefined }): Promise<File> {
    return parsed<File>(await this.#call('CreateFile', { file }, this.caller.key));
  }

  /** A file that is whole; throws not_found while it is not. */
  get(id: string): Promise<JsonAnswer> {
    return this.#call('GetFile', { id });
  }

  /** Stores a piece; the same one again changes nothing. */
  async write(id: string, index: number, data: Buffer): Promise<void> {
    await this.#call('WriteFileChunk', { id, index, data: data.toString('base64') });
  }

  /** The file is whole: from now on it is seen. */
  finish(id: string, size: number): Promise<JsonAnswer> {
    return this.#call('FinishFile', { id, size: String(size) }, this.caller.key);
  }

  /** A piece of a file; empty behind its end. */
  async read(id: string, index: number): Promise<Buffer> {
    const { data } = parsed<ReadFileChunkResponse>(await this.#call('ReadFileChunk', { id, index }));
    return Buffer.from(data ?? '', 'base64');
  }

  #call(name: string, more: object, key?: string): Promise<JsonAnswer> {
    const request = { customerId: this.customerId, ...more };
    const piece = name === 'WriteFileChunk';
    return ownCall(this.clients, `${SERVICE}/${name}`, request, this.caller, { piece, key });
  }
}
