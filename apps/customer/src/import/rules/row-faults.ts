import type { MessageParams } from '@kontor/errors/app-error';
import { contract } from '@kontor/schema/contract';
import { validateRequest } from '@kontor/schema/validate';
import type { Phone } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { withNumbers } from '../../customer/rules/phone.js';
import { isUnreadable } from './cell-text.js';
import type { Place } from './columns.js';
import { columnOf, rowContent, type RowContent } from './row-customer.js';

/** Why a row is refused: the column at fault (empty: the whole row), and the reason. */
export interface RowFault {
  column: string;
  reason: string;
  params: MessageParams;
}

/** What a run knows of its file. */
export interface RowContext {
  places: readonly Place[];
  /** Number of columns in the header. */
  width: number;
  source: string;
  /** Country of phone numbers that name none. */
  country: string;
}

const createCustomer = contract.method('/kontor.customer.v1.CustomerService/CreateCustomer');

/**
 * The customer in a row, or the first fault that keeps it from becoming one. A row has to pass the same checks as
 * a customer that is created by a call.
 */
export function judgeRow(cells: readonly string[], context: RowContext): RowContent | RowFault {
  const { places, width, source, country } = context;
  if (cells.length < width || cells.slice(width).some((cell) => cell.trim() !== '')) {
    return { column: '', reason: 'row-column-count', params: { expected: width, found: cells.length } };
  }
  const unreadable = places.find(({ index }) => isUnreadable(cells[index] ?? ''));
  if (unreadable) return { column: unreadable.column, reason: 'row-unreadable', params: {} };
  const content = rowContent(cells, places, source);
  const [violation] = validateRequest(createCustomer, { customer: content.customer });
  if (violation) return faultAt(violation, cells, places);
  if (content.customer.phones.length > 0) {
    const known = withNumbers(
      content.customer.phones as Phone[],
      content.customer.addresses[0]?.country || country,
    );
    const [unknown] = known.violations;
    if (unknown) return faultAt(unknown, cells, places);
    content.customer.phones = known.phones;
  }
  return content;
}

/** Whether a row is refused. */
export function isFault(judged: RowContent | RowFault): judged is RowFault {
  return 'reason' in judged;
}

function faultAt(
  { field, reason, params = {} }: { field: string; reason: string; params?: MessageParams },
  cells: readonly string[],
  places: readonly Place[],
): RowFault {
  return { column: columnOf(field, cells, places), reason, params };
}
