import { Injectable } from '@nestjs/common';
import type {
  CreateImportRequest,
  StartImportRequest,
  WriteImportChunkRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/import_service';
import type { Import as ImportAnswer, ImportMatch } from '@kontor/contracts/gen/kontor/customer/v1/import';
import type { Call } from '@kontor/access/call';
import { rightsOf } from '@kontor/access/permissions';
import { CustomFields } from '@kontor/custom-fields/custom-fields';
import { customPath } from '@kontor/custom-fields/rules/custom-changes';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, checkFaults, type FieldViolation, refusedField } from '@kontor/errors/app-error';
import { importAnswer } from './import-answer.js';
import { Import } from './import.entity.js';
import { ImportJob } from './import.job.js';
import { unwritableColumns } from './rules/column-rights.js';
import { columnViolations } from './rules/columns.js';
import { contactPlaces } from './rules/row-contacts.js';
import { encodings, knownEncoding } from './rules/encoding.js';
import { talkColumnViolations } from './rules/row-talk.js';
import { importMayBecome } from './rules/import-state.js';
import { sourceOfFile } from './rules/row-identity.js';
import { largestChunk } from './uploaded-file.js';

/** Pieces of one file at most: a file has up to 1 GiB. */
const maxChunks = 1024;

/** Takes in a file: opens the import, stores the pieces, queues the run. */
@Injectable()
export class ImportUpload {
  constructor(
    private readonly work: UnitOfWork,
    private readonly job: ImportJob,
    private readonly customFields: CustomFields,
  ) {}

  /** Custom fields that a column may fill. */
  private customColumns(): ReadonlySet<string> {
    const keysOf = (object: string) =>
      this.customFields.of(object).flatMap(({ key, retired }) => (retired ? [] : [customPath(key)]));
    const ofContacts = keysOf('contact');
    return new Set([
      ...keysOf('customer'),
      ...contactPlaces.flatMap((place) => ofContacts.map((field) => `contact${place}.${field}`)),
    ]);
  }

  create({ import: wanted }: CreateImportRequest, call: Call): Promise<ImportAnswer> {
    return this.work.write(call, async (tx) => {
      const row = wanted as ImportAnswer;
      const columnFaults =
        row.object === 'interaction'
          ? talkColumnViolations(row.columns)
          : columnViolations(row.columns, this.customColumns(), row.mode !== 'update');
      const fields = [...columnFaults, ...formatViolations(row)];
      fields.push(...modeViolations(row));
      checkFaults(fields);
      refuseUnwritable(row, call);
      const { fileName, columns, dryRun, acceptDuplicates, country, delimiter } = row;
      const created = tx.insert(Import, {
        ...{ fileName, columns, dryRun, acceptDuplicates, country, delimiter, ...beginning },
        object: row.object || 'customer',
        mode: row.mode ?? 'create',
        match: row.match ?? 'external_id',
        source: row.source || sourceOfFile(fileName),
        encoding: row.encoding && (knownEncoding(row.encoding) ?? ''),
        personId: call.caller.personId,
      });
      auditAct(tx, 'create', created, {
        fileName: created.fileName,
        dryRun: created.dryRun,
        acceptDuplicates: created.acceptDuplicates,
        mode: created.mode,
      });
      return importAnswer(created, call.language);
    });
  }

  /** Stores a piece. The same piece again changes nothing; other bytes in its place are refused. */
  async write({ id, index, data }: WriteImportChunkRequest, call: Call): Promise<void> {
    const bytes = Buffer.from(data, 'base64');
    if (bytes.length > largestChunk) throw refusedField('data', 'import-chunk-too-large');
    if (index >= maxChunks) throw refusedField('index', 'import-file-too-large');
    await this.work.write(call, async (tx) => {
      const { state } = await tx.getForUpdate(Import, id);
      if (state !== 'uploading') throw new AppError('conflict', 'import-not-uploading');
      const stored = await tx.query(
        `INSERT INTO import_chunk (import_id, index, size, bytes, person_id) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (import_id, index) DO UPDATE SET size = excluded.size WHERE import_chunk.bytes = excluded.bytes
         RETURNING index`,
        [id, index, bytes.length, bytes, call.caller.personId],
      );
      if (stored.length === 0) throw new AppError('conflict', 'import-chunk-differs');
    });
  }

  /** Queues the run once every piece is there. Again changes nothing, unless the import was cancelled. */
  async start({ id, chunks }: StartImportRequest, call: Call): Promise<ImportAnswer> {
    const answer = await this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(Import, id);
      if (!importMayBecome(before.state, 'queued')) {
        if (before.state === 'cancelled') throw new AppError('conflict', 'import-not-uploading');
        return importAnswer(before, call.language);
      }
      const bytesTotal = await sizeOfFile(tx, id, chunks);
      const after = tx.update(Import, before, { state: 'queued', bytesTotal });
      auditAct(tx, 'start', after, { bytesTotal });
      return importAnswer(after, call.language);
    });
    this.job.wake();
    return answer;
  }
}

type Progressing = Pick<
  Import,
  | 'state'
  | 'rowsRead'
  | 'rowsCreated'
  | 'rowsUpdated'
  | 'rowsUnchanged'
  | 'recordsUndone'
  | 'recordsKept'
  | 'rowsSkipped'
  | 'rowsRejected'
  | 'bytesRead'
  | 'bytesTotal'
  | 'failureReason'
  | 'failureParams'
  | 'headings'
>;

/** What an import is before anything happens to it. */
const beginning: Progressing = {
  state: 'uploading',
  rowsRead: 0,
  rowsCreated: 0,
  rowsUpdated: 0,
  rowsUnchanged: 0,
  recordsUndone: 0,
  recordsKept: 0,
  rowsSkipped: 0,
  rowsRejected: 0,
  bytesRead: '0',
  bytesTotal: '0',
  failureReason: '',
  failureParams: {},
  headings: [],
};

/** What rows may be. */
const importObjects: readonly string[] = ['customer', 'interaction'];

/** The column that each way of finding a customer needs. */
const matchColumn: Partial<Record<ImportMatch, readonly string[]>> = {
  external_id: ['externalId'],
  number: ['number'],
  tax_number: ['taxNumber'],
  reach: ['phone', 'email'],
};

function modeViolations({ object, mode, match, columns }: ImportAnswer): FieldViolation[] {
  if (object && !importObjects.includes(object))
    return [{ field: 'object', reason: 'not-a-word', params: { words: importObjects.join(', ') } }];
  if (object === 'interaction')
    return mode && mode !== 'create'
      ? [{ field: 'mode', reason: 'not-a-word', params: { words: 'create' } }]
      : [];
  if (!mode || mode === 'create') return [];
  const needed = matchColumn[match ?? 'external_id'] ?? [];
  if (columns.some(({ field }) => needed.includes(field))) return [];
  return [{ field: 'columns', reason: 'import-match-unmapped', params: { fields: needed.join(', ') } }];
}

function formatViolations({ encoding, delimiter }: ImportAnswer): FieldViolation[] {
  const violations: FieldViolation[] = [];
  if (encoding && !knownEncoding(encoding)) {
    const words = encodings.join(', ');
    violations.push({ field: 'encoding', reason: 'not-a-word', params: { words } });
  }
  if (delimiter !== '' && !/^[\t !#-/:-@[-`{-~]$/.test(delimiter)) {
    violations.push({ field: 'delimiter', reason: 'import-delimiter-unusable' });
  }
  return violations;
}

/** Throws forbidden import-column-not-writable naming the columns that fill what the caller may not write. */
function refuseUnwritable({ columns, object }: ImportAnswer, call: Call): void {
  const refused = unwritableColumns(columns, rightsOf(call.caller), object);
  if (refused.length === 0) return;
  throw new AppError('forbidden', 'import-column-not-writable', {
    params: { column: refused.map(({ column }) => column).join(', ') },
    fields: refused.map(({ place, column }) => ({
      field: place,
      reason: 'import-column-not-writable',
      params: { column },
    })),
  });
}

async function sizeOfFile(tx: Transaction, id: string, chunks: number): Promise<string> {
  const [found] = await tx.query<{ count: number; last: number | null; size: string }>(
    'SELECT count(*)::int AS count, max(index) AS last, coalesce(sum(size), 0)::text AS size FROM import_chunk WHERE import_id = $1',
    [id],
  );
  const { count = 0, last = null, size = '0' } = found ?? {};
  if (count === chunks && last === chunks - 1) return size;
  throw refusedField('chunks', 'import-incomplete', { found: count, expected: chunks });
}

function auditAct(tx: Transaction, action: string, { id, version }: Import, changes: object): void {
  tx.audit({ action, object: 'import', objectId: id, version, changes });
}
