import { Inject, Injectable } from '@nestjs/common';
import type { ImportBadRow as BadRowAnswer } from '@kontor/contracts/gen/kontor/customer/v1/import';
import type {
  ListImportBadRowsRequest,
  ListImportBadRowsResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/import_service';
import type { Call } from '@kontor/access/call';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { Language } from '@kontor/errors/languages';
import { render } from '@kontor/errors/messages';
import { decodePageToken, encodePageToken } from '@kontor/query/page-token';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { ImportBadRow } from './import-bad-row.entity.js';
import { Import } from './import.entity.js';
import { messages } from '../messages.js';

const defaultPageSize = 200;

/** The refused rows of an import, in the order of the file. */
@Injectable()
export class ImportBadRows {
  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
  ) {}

  async list(
    { id, pageSize, pageToken }: ListImportBadRowsRequest,
    call: Call,
  ): Promise<ListImportBadRowsResponse> {
    const { secret } = this.settings;
    const size = pageSize ?? defaultPageSize;
    const list = JSON.stringify([call.method, id]);
    const after = pageToken ? Number(decodePageToken(pageToken, list, secret)[0]) : 0;
    const [run, rows] = await this.work.read(call, (tx) =>
      Promise.all([
        tx.get(Import, id),
        tx.select(
          ImportBadRow,
          'r.import_id = $1 AND r.line > $2',
          [id, after],
          `ORDER BY r.line LIMIT ${size + 1}`,
        ),
      ]),
    );
    const shown = rows.slice(0, size);
    const last = shown.at(-1);
    return {
      columns: run.headings,
      badRows: shown.map((row) => badRowAnswer(row, call.language)),
      ...(last && rows.length > size && { nextPageToken: encodePageToken([last.line], list, secret) }),
    };
  }
}

function badRowAnswer(
  { line, columnName, reason, params, cells }: ImportBadRow,
  language: Language,
): BadRowAnswer {
  return {
    line,
    column: columnName,
    reason,
    message: render(reason, params, language, messages),
    cells,
  };
}
