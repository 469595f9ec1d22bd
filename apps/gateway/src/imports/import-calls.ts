import { AppError } from '@kontor/errors/app-error';
import type { Call } from '@kontor/access/call';
import type { Import } from '@kontor/contracts/gen/kontor/customer/v1/import';
import type { ListImportBadRowsResponse } from '@kontor/contracts/gen/kontor/customer/v1/import_service';
import type { Acting } from '@kontor/rpc/acting-headers';
import type { JsonAnswer, RpcClients } from '@kontor/rpc/client';
import { writeLimit } from '@kontor/rpc/metadata';
import { contract } from '@kontor/schema/contract';
import { validateRequest } from '@kontor/schema/validate';

const SERVICE = '/kontor.customer.v1.ImportService';

/** The caller on whose behalf a file travels. */
export interface ImportCaller extends Pick<Call, 'requestId' | 'language'>, Acting {
  token: string;
  /** Idempotency key of the upload; it names each kind of call once. Empty for reads. */
  key: string;
}

/** The calls of the import service that the gateway makes for an upload or a download. */
export class ImportCalls {
  constructor(
    private readonly clients: RpcClients,
    private readonly caller: ImportCaller,
  ) {}

  /** Opens an import. A repeated key gives the import it gave before. */
  async create(record: Record<string, unknown>): Promise<Import> {
    return this.#parsed<Import>(await this.#call('CreateImport', { import: record }));
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
    return this.#parsed(
      await this.#call('ListImportBadRows', { id, pageSize, ...(pageToken && { pageToken }) }),
    );
  }

  #parsed<T>(answer: JsonAnswer): T {
    return JSON.parse(answer.body.toString('utf8')) as T;
  }

  async #call(name: string, request: object): Promise<JsonAnswer> {
    const method = contract.method(`${SERVICE}/${name}`);
    // Pieces of the file are the gateway's own making, too big to look at twice, and told apart by their index.
    const piece = name === 'WriteImportChunk';
    const fields = piece ? [] : validateRequest(method, request);
    if (fields.length > 0) throw new AppError('invalid', 'invalid-request', { fields });
    const { requestId, language, onBehalfOf, viewAsRole, token, key } = this.caller;
    const call = {
      requestId,
      language,
      onBehalfOf,
      viewAsRole,
      deadline: Date.now() + writeLimit,
      ...(key && !piece && { idempotencyKey: key }),
    };
    return this.clients.callJson(method, Buffer.from(JSON.stringify(request)), call, token);
  }
}
