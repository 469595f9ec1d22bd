import { createHash } from 'node:crypto';
import type { ImportColumn } from '@kontor/contracts/gen/kontor/customer/v1/import';
import type { Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { FieldViolation } from '@kontor/errors/app-error';
import { contract } from '@kontor/schema/contract';
import { validateRequest } from '@kontor/schema/validate';
import { instantOf } from '../../interaction/rules/next-contact.js';
import { cellText, isUnreadable, oneLine } from './cell-text.js';
import type { Place } from './columns.js';
import type { RowFault } from './row-faults.js';

/** Every field that a column of a file of talks may fill. */
const talkFields: readonly string[] = [
  ...['customerExternalId', 'customerNumber', 'manner', 'direction', 'talkTime', 'content', 'outcome'],
  ...['nextAction', 'authorEmail', 'externalId'],
];

/** A talk that a row describes. */
export interface RowTalk {
  talk: Pick<Interaction, 'manner' | 'direction' | 'talkTime' | 'content' | 'outcome' | 'nextAction'>;
  customerExternalId: string;
  customerNumber: string;
  /** In lower case; empty: the starter. */
  authorEmail: string;
  /** The same for the same talk in another file of the source. */
  key: string;
}

/** What is wrong with the mapping of a file of talks. */
export function talkColumnViolations(columns: readonly ImportColumn[]): FieldViolation[] {
  const fields = columns.map(({ field }) => field);
  const violations = fields.flatMap((field, index): FieldViolation[] => {
    const place = `columns[${index}].field`;
    if (!talkFields.includes(field))
      return [{ field: place, reason: 'import-field-unknown', params: { fields: talkFields.join(', ') } }];
    const isTwice = fields.indexOf(field) < index;
    return isTwice ? [{ field: place, reason: 'import-field-twice', params: { field } }] : [];
  });
  const needed = [['customerExternalId', 'customerNumber'], ['manner'], ['talkTime'], ['content']];
  for (const some of needed) {
    if (some.some((field) => fields.includes(field))) continue;
    const params = { fields: some.join(', ') };
    violations.push({ field: 'columns', reason: 'import-match-unmapped', params });
  }
  return violations;
}

const createInteraction = contract.method('/kontor.customer.v1.CustomerService/CreateInteraction');
const anyCustomer = '00000000-0000-0000-0000-000000000000';

/**
 * The talk in a row, or the first fault that keeps it from becoming one. Times are RFC 3339, or wall time of `timeZone`
 * such as 2026-11-21 09:00; none lies in the future.
 */
export function judgeTalk(
  cells: readonly string[],
  { places, width, source }: { places: readonly Place[]; width: number; source: string },
  timeZone: string,
  now: number,
): RowTalk | RowFault {
  if (cells.length < width || cells.slice(width).some((cell) => cell.trim() !== ''))
    return { column: '', reason: 'row-column-count', params: { expected: width, found: cells.length } };
  const place = (field: string) => places.find((one) => (one.field as string) === field);
  const text = (field: string): string => cellText(cells[place(field)?.index ?? -1] ?? '');
  const fault = (field: string, reason: string, params = {}): RowFault => ({
    column: place(field)?.column ?? '',
    reason,
    params,
  });
  const unreadable = places.find(({ index }) => isUnreadable(cells[index] ?? ''));
  if (unreadable) return { column: unreadable.column, reason: 'row-unreadable', params: {} };
  const talkTime = timeOf(text('talkTime'), timeZone);
  if (!talkTime) return fault('talkTime', 'import-time-unreadable');
  if (Date.parse(talkTime) > now) return fault('talkTime', 'talk-in-future');
  const direction = text('direction').toLowerCase();
  const talk = {
    manner: text('manner').toLowerCase().replaceAll(' ', '_'),
    ...(direction && { direction }),
    talkTime,
    content: text('content').replaceAll('\r\n', '\n'),
    outcome: oneLine(text('outcome')),
    nextAction: oneLine(text('nextAction')),
  } as RowTalk['talk'];
  const [violation] = validateRequest(createInteraction, { customerId: anyCustomer, interaction: talk });
  if (violation)
    return fault(/(\w+)$/.exec(violation.field)?.[1] ?? '', violation.reason, violation.params ?? {});
  const about = { customerExternalId: text('customerExternalId'), customerNumber: text('customerNumber') };
  const id = text('externalId');
  const identity = id ? [source, id] : [source, about, talk];
  const key = createHash('sha256').update(JSON.stringify(identity)).digest('base64url');
  return { talk, ...about, authorEmail: text('authorEmail').toLowerCase(), key };
}

const wallTime = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(?::(\d{2})(?:\.\d+)?)?)?$/;

function timeOf(text: string, timeZone: string): string | undefined {
  const [, day, minute = '00:00', second = '00'] = wallTime.exec(text) ?? [];
  try {
    if (!day) return /[Zz]|[+-]\d{2}:\d{2}$/.test(text) ? new Date(text).toISOString() : undefined;
    const begin = Date.parse(instantOf(`${day}T${minute}`, timeZone));
    return new Date(begin + Number(second) * 1000).toISOString();
  } catch {
    return undefined;
  }
}
