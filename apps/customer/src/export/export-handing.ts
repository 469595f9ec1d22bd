import type { Call } from '@kontor/access/call';
import { viewOf } from '@kontor/access/view';
import type { CustomFields } from '@kontor/custom-fields/custom-fields';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { checkQuery } from './export-query.js';
import { reachIsLess } from './export-reach.js';
import { exportSource, isExportObject, type ExportSource } from './export-source.js';
import { starterOf } from './export-starter.js';
import type { Export } from './export.entity.js';
import { hiddenColumns } from './rules/shown-columns.js';

/** What a look at the rights of a file needs. */
interface HandingParts {
  work: UnitOfWork;
  customFields: CustomFields;
  /** Seals page tokens. */
  secret: string;
}

/**
 * Refuses to hand out a file that shows more than its maker may see by now: a column, a filter or an order by what is
 * hidden since, records beyond the reach of today, or anything at all where the maker has left or may export no more.
 * Throws forbidden export-starter-left, export-rights-less.
 */
export async function checkHanding({ work, customFields, secret }: HandingParts, run: Export): Promise<void> {
  const { call, allowed } = await starterOf(work, run.personId, run.id);
  if (!allowed) throw new AppError('forbidden', 'export-starter-left');
  const { object, reach } = run;
  if (reach && isExportObject(object)) {
    const source = exportSource(object, customFields);
    const fieldsAreLess = showsHidden(run, source, call) || asksHidden(run, source, call, secret);
    if (!fieldsAreLess && !(await work.read(call, (tx) => reachIsLess(tx, reach)))) return;
  }
  throw new AppError('forbidden', 'export-rights-less');
}

/** A column with values is hidden now; of a custom field that was retired since, too. */
function showsHidden(
  { object, columns, columnsLeftOut }: Export,
  source: ExportSource,
  { caller }: Call,
): boolean {
  const shown = columns
    .filter((name) => !columnsLeftOut.includes(name))
    .map((name) => source.columns.find((one) => one.name === name) ?? retired(object, name));
  return hiddenColumns(shown, viewOf(caller)?.rights).length > 0;
}

const retired = (object: string, name: string) => ({
  name,
  shows: ['custom', name].map((field) => ({ object, field })),
});

/** Which rows there are tells of a field that is hidden now. One that is no more tells nothing. */
function asksHidden(run: Export, source: ExportSource, { caller }: Call, secret: string): boolean {
  try {
    checkQuery(run, source, caller, secret);
    return false;
  } catch (error) {
    if (error instanceof AppError && error.code === 'forbidden') return true;
    if (error instanceof AppError && error.code === 'invalid') return false;
    throw error;
  }
}
