import { type AppError, refusedField } from '@kontor/errors/app-error';
import type { Filter } from '@kontor/query/filter';
import { fieldBeyondCells } from '../../count/rules/cell-filter.js';

/**
 * Refusal of a past number that a filter asks for: it names the first field whose days nobody keeps. Of a person, a team
 * or a unit only status, assignment and owner have a past that later changes of hands leave alone.
 */
export function withoutPast(filter: Filter): AppError {
  const params = { field: fieldBeyondCells(filter) ?? 'status' };
  return refusedField('asOf', 'metric-without-past', params);
}
