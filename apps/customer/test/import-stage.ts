import type { Import, ImportBadRow } from '@kontor/contracts/gen/kontor/customer/v1/import';
import type { ListImportBadRowsResponse } from '@kontor/contracts/gen/kontor/customer/v1/import_service';
import type { Language } from '@kontor/errors/languages';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { customerService } from '../src/definition.js';

const calls = '/kontor.customer.v1.ImportService';

/** What a test says of an import. */
export type Wanted = Partial<
  Pick<
    Import,
    | 'source'
    | 'country'
    | 'encoding'
    | 'delimiter'
    | 'dryRun'
    | 'fileName'
    | 'mode'
    | 'match'
    | 'object'
    | 'acceptDuplicates'
  >
>;

/** The customer service with its imports, and what people do with them. */
export interface ImportStage {
  service: TestService;
  /** Opens an import; `columns` is heading → field. */
  create(person: TestPerson, columns: Record<string, string>, wanted?: Wanted): Promise<Import>;
  /** Uploads in pieces and starts. */
  upload(person: TestPerson, id: string, file: Buffer | string, pieceSize?: number): Promise<Import>;
  /** Imports a file from first to last. */
  import(
    person: TestPerson,
    file: Buffer | string,
    columns: Record<string, string>,
    wanted?: Wanted,
  ): Promise<Import>;
  get(person: TestPerson, id: string): Promise<Import>;
  /** Waits until the run has ended. */
  ended(person: TestPerson, id: string): Promise<Import>;
  badRows(person: TestPerson, id: string, language?: Language): Promise<ImportBadRow[]>;
  call<T>(person: TestPerson, name: string, request: object, language?: Language): Promise<T>;
}

export async function importStage(): Promise<ImportStage> {
  const service = await testService('customer', customerService);
  const call = <T>(
    person: TestPerson,
    name: string,
    request: object,
    language: Language = 'en',
  ): Promise<T> => service.call<T>(person, `${calls}/${name}`, request, { language });
  const get = (person: TestPerson, id: string) => call<Import>(person, 'GetImport', { id });
  const ended = (person: TestPerson, id: string) =>
    until(
      'the end of the import',
      async () => {
        const run = await get(person, id);
        return ['done', 'failed', 'cancelled'].includes(run.state) && run;
      },
      60_000,
    );
  const create = (person: TestPerson, columns: Record<string, string>, wanted: Wanted = {}) =>
    call<Import>(person, 'CreateImport', {
      import: {
        fileName: 'customers.csv',
        acceptDuplicates: true,
        columns: Object.entries(columns).map(([column, field]) => ({ column, field })),
        ...wanted,
      },
    });
  const upload = async (person: TestPerson, id: string, file: Buffer | string, pieceSize = 1024 * 1024) => {
    const bytes = Buffer.from(file);
    const chunks = Math.max(1, Math.ceil(bytes.length / pieceSize));
    for (let index = 0; index < chunks; index++) {
      const data = bytes.subarray(index * pieceSize, (index + 1) * pieceSize).toString('base64');
      await call(person, 'WriteImportChunk', { id, index, data });
    }
    return call<Import>(person, 'StartImport', { id, chunks });
  };
  return {
    service,
    call,
    get,
    ended,
    create,
    upload,
    import: async (person, file, columns, wanted) => {
      const { id } = await create(person, columns, wanted);
      await upload(person, id, file);
      return ended(person, id);
    },
    badRows: async (person, id, language) =>
      (await call<ListImportBadRowsResponse>(person, 'ListImportBadRows', { id }, language)).badRows,
  };
}
