import type { Export } from '@kontor/contracts/gen/kontor/customer/v1/export';
import type { ReadExportChunkResponse } from '@kontor/contracts/gen/kontor/customer/v1/export_service';
import type { Language } from '@kontor/errors/languages';
import { testFolder } from '@kontor/testing/folder';
import type { TestPerson, TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';

const calls = '/kontor.customer.v1.ExportService';

/** What a test says of an export. */
export type WantedExport = Partial<
  Pick<
    Export,
    'object' | 'filter' | 'orderBy' | 'columns' | 'format' | 'timeZone' | 'language' | 'byteOrderMark'
  >
>;

/** Exports of a service, and what people do with them. */
export interface ExportStage {
  folder: string;
  start(person: TestPerson, wanted?: WantedExport, language?: Language): Promise<Export>;
  get(person: TestPerson, id: string, language?: Language): Promise<Export>;
  ended(person: TestPerson, id: string, language?: Language): Promise<Export>;
  file(person: TestPerson, id: string): Promise<Buffer>;
  /** The file from first to last. */
  export(person: TestPerson, wanted?: WantedExport): Promise<{ run: Export; file: Buffer }>;
}

/** Exports into a folder of the test's own. Call it before the service starts. */
export async function exportFolder(): Promise<string> {
  const folder = await testFolder('exports');
  process.env.EXPORTS_FOLDER = folder;
  return folder;
}

export function exportStage(service: TestService, folder: string): ExportStage {
  const get = (person: TestPerson, id: string, language: Language = 'en') =>
    service.call<Export>(person, `${calls}/GetExport`, { id }, { language });
  const start = (person: TestPerson, wanted: WantedExport = {}, language: Language = 'en') =>
    service.call<Export>(
      person,
      `${calls}/CreateExport`,
      { export: { object: 'customer', format: 'csv', ...wanted } },
      { language },
    );
  const ended = (person: TestPerson, id: string, language?: Language) =>
    until(
      'the end of the export',
      async () => {
        const run = await get(person, id, language);
        return ['done', 'failed', 'cancelled'].includes(run.state) && run;
      },
      60_000,
    );
  const file = async (person: TestPerson, id: string) => {
    const pieces: Buffer[] = [];
    let offset = 0;
    for (;;) {
      const request = { id, offset: String(offset) };
      const { data } = await service.call<ReadExportChunkResponse>(
        person,
        `${calls}/ReadExportChunk`,
        request,
      );
      const piece = Buffer.from(data as unknown as string, 'base64');
      if (piece.length === 0) return Buffer.concat(pieces);
      pieces.push(piece);
      offset += piece.length;
    }
  };
  return {
    folder,
    start,
    get,
    ended,
    file,
    export: async (person, wanted) => {
      const { id } = await start(person, wanted);
      const run = await ended(person, id);
      return { run, file: await file(person, id) };
    },
  };
}
