import { Inject, Injectable } from '@nestjs/common';
import type { ImportChange } from '@kontor/contracts/gen/kontor/customer/v1/import';
import type {
  ListImportChangesRequest,
  ListImportChangesResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/import_service';
import type { Call } from '@kontor/access/call';
import { rightsOf } from '@kontor/access/permissions';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { Language } from '@kontor/errors/languages';
import { render } from '@kontor/errors/messages';
import { decodePageToken, encodePageToken } from '@kontor/query/page-token';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { Contact } from '../contact/contact.entity.js';
import { Customer } from '../customer/customer.entity.js';
import { ImportItem } from './import-item.entity.js';
import { Import } from './import.entity.js';
import { messages } from '../messages.js';
import { coveredColumns } from './rules/column-rights.js';

const defaultPageSize = 200;

/** What an import made and changed, in the order of the file. */
@Injectable()
export class ImportChanges {
  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
  ) {}

  async list(
    { id, pageSize, pageToken, keptOnly }: ListImportChangesRequest,
    call: Call,
  ): Promise<ListImportChangesResponse> {
    const { secret } = this.settings;
    const size = pageSize ?? defaultPageSize;
    const list = JSON.stringify([call.method, id, keptOnly === true]);
    const [line, item] = pageToken ? decodePageToken(pageToken, list, secret) : [0, id];
    const { rows, seen } = await this.work.read(call, async (tx) => {
      await tx.get(Import, id);
      const found = await tx.select(
        ImportItem,
        `r.import_id = $1 AND (r.line, r.id) > ($2::int, $3::uuid) ${keptOnly ? `AND r.undone = 'kept'` : ''}`,
        [id, Number(line), pageToken ? String(item) : '00000000-0000-0000-0000-000000000000'],
        `ORDER BY r.line, r.id LIMIT ${size + 1}`,
      );
      return { rows: found, seen: await seenOf(tx, found) };
    });
    const shown = rows.slice(0, size);
    const last = shown.at(-1);
    return {
      changes: shown.map((row) => changeAnswer(row, seen, call)),
      ...(last &&
        rows.length > size && { nextPageToken: encodePageToken([last.line, last.id], list, secret) }),
    };
  }
}

/** Records of the page that the caller sees now. */
async function seenOf(tx: Transaction, items: readonly ImportItem[]): Promise<Set<string>> {
  const idsOf = (object: string) => [
    items.flatMap((item) => (item.object === object && item.recordId ? [item.recordId] : [])),
  ];
  const [customers, contacts] = await Promise.all([
    tx.select(Customer, 'r.id = ANY ($1::uuid[])', idsOf('customer')),
    tx.select(Contact, 'r.id = ANY ($1::uuid[])', idsOf('contact')),
  ]);
  return new Set([...customers, ...contacts].map(({ id }) => id));
}

function changeAnswer(item: ImportItem, seen: ReadonlySet<string>, { caller, language }: Call): ImportChange {
  const { id, line, object, recordId, action, undone } = item;
  const covered = coveredColumns(Object.keys(item.shown), rightsOf(caller));
  // What the import was to make came from the caller's own file.
  const isSeen = recordId === undefined || seen.has(recordId);
  const fields = Object.entries(item.shown)
    .filter(([field]) => isSeen && !covered.has(field))
    .map(([field, [old, now]]) => ({ field, old, new: now }));
  const answer = { id, line, object, action, fields, undone, undoReason: reasonOf(item, language) };
  return { ...answer, ...(recordId && { recordId }) };
}

function reasonOf({ undoReason }: ImportItem, language: Language): string {
  return undoReason ? render(undoReason, {}, language, messages) : '';
}
