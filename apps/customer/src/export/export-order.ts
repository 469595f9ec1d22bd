import type { Export as ExportAnswer } from '@kontor/contracts/gen/kontor/customer/v1/export';
import type { Call } from '@kontor/access/call';
import { viewOf } from '@kontor/access/view';
import type { CustomFields } from '@kontor/custom-fields/custom-fields';
import type { NewRow } from '@kontor/database/transaction';
import { AppError, checkFaults, refusedField, type FieldViolation } from '@kontor/errors/app-error';
import type { Language } from '@kontor/errors/languages';
import { checkQuery } from './export-query.js';
import { exportObjects, exportSource, isExportObject, type ExportSource } from './export-source.js';
import type { Export } from './export.entity.js';
import { hiddenColumns } from './rules/shown-columns.js';

/**
 * The row of a wanted export. Throws invalid for an unknown object, columns that are not there or come twice, a filter or
 * an order that the list would refuse; forbidden for columns, filters and orders by what the caller may not see.
 */
export function newExport(
  wanted: ExportAnswer,
  custom: CustomFields,
  secret: string,
  { caller, language }: Call,
): NewRow<Export> {
  const { object, filter, orderBy, format, byteOrderMark } = wanted;
  if (!isExportObject(object))
    throw refusedField('object', 'export-object-unknown', { objects: exportObjects.join(', ') });
  const source = exportSource(object, custom);
  checkQuery(wanted, source, caller, secret);
  const now = new Date().toISOString();
  return {
    ...{ object, filter, orderBy, format, byteOrderMark },
    columns: chosenColumns(wanted.columns, source, caller),
    timeZone: wanted.timeZone || caller.timeZone,
    language: (wanted.language || language) as Language,
    state: 'waiting',
    rowsWritten: 0,
    columnsLeftOut: [],
    bytes: '0',
    fileName: `${object}s-${now.slice(0, 10)}.${format}`,
    failureReason: '',
    failureParams: {},
    position: '',
    allRead: false,
    spool: '',
    spoolBytes: '0',
    file: '',
    personId: caller.personId,
  };
}

function chosenColumns(
  wanted: readonly string[],
  { columns, usual }: ExportSource,
  caller: Call['caller'],
): string[] {
  const hidden = new Set(hiddenColumns(columns, viewOf(caller)?.rights));
  if (wanted.length === 0) return usual.filter((name) => !hidden.has(name));
  const known = columns.map(({ name }) => name);
  const faults = wanted.flatMap((name, index): FieldViolation[] => {
    const field = `columns[${index}]`;
    if (!known.includes(name)) {
      const offered = known.filter((one) => !hidden.has(one)).join(', ');
      return [{ field, reason: 'export-column-unknown', params: { columns: offered } }];
    }
    return wanted.indexOf(name) < index ? [{ field, reason: 'export-column-twice' }] : [];
  });
  checkFaults(faults);
  const refusedColumns = wanted.flatMap((name, index) =>
    hidden.has(name) ? [{ field: `columns[${index}]`, reason: 'export-column-hidden' }] : [],
  );
  if (refusedColumns.length > 0)
    throw new AppError('forbidden', 'export-column-hidden', { fields: refusedColumns });
  return [...wanted];
}
