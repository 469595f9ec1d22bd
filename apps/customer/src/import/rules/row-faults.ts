import type { MessageParams } from '@kontor/errors/app-error';
import { contract } from '@kontor/schema/contract';
import { validateRequest } from '@kontor/schema/validate';
import type { Address, Phone } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { plainTaxNumber, taxNumberFault } from '../../duplicate/rules/tax-number.js';
import { withNumbers } from '../../customer/rules/phone.js';
import { customPlaces } from './row-contacts.js';
import { customOfRow, type RowCustomFields } from './row-custom.js';
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
  /** Custom fields of customers; absent where there are none. */
  custom?: RowCustomFields;
  /** Custom fields of contacts; absent where there are none. */
  contactCustom?: RowCustomFields;
  /** Rows change customers that are there, whose names need not be said. */
  nameless?: boolean;
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
  const [violation] = validateRequest(createCustomer, {
    customer: {
      ...content.customer,
      ...(context.nameless && content.customer.name === '' && { name: unnamed }),
    },
  });
  if (violation) return faultAt(violation, cells, places);
  const contactFault = contactsFault(content, places, country);
  if (contactFault) return contactFault;
  if (content.customer.phones.length > 0) {
    const known = withNumbers(
      content.customer.phones as Phone[],
      content.customer.addresses[0]?.country || country,
      content.customer.addresses as Address[],
    );
    const [unknown] = known.violations;
    if (unknown) return faultAt(unknown, cells, places);
    content.customer.phones = known.phones;
  }
  content.customer.taxNumber = plainTaxNumber(content.customer.taxNumber);
  const wrongNumber = taxFault(content.customer, country);
  if (wrongNumber) return faultAt({ field: 'taxNumber', reason: wrongNumber }, cells, places);
  const contactCustom = contactCustomFault(content, cells, context);
  if (contactCustom) return contactCustom;
  if (!context.custom) return content;
  const { values, faults, given, names } = customOfRow(
    cells,
    places,
    context.custom,
    content.customer.status,
  );
  // Who changes a customer is not asked for what it has; which values may stand is asked of the customer itself.
  const wrong = faults.find(({ reason }) => !(context.nameless && forMakersOnly.has(reason)));
  if (wrong) return faultAt(wrong, cells, places);
  const [missing] = faults;
  if (missing) content.unmakeable = faultAt(missing, cells, places);
  content.names = [...names, ...(content.names ?? [])];
  if (Object.keys(given).length > 0) content.custom = given;
  if (Object.keys(values).length > 0) content.customer.custom = values;
  return content;
}

/** A required value may be there already, and a value of a retired field or option may stay. */
const forMakersOnly: ReadonlySet<string> = new Set([
  'custom-required',
  'custom-field-retired',
  'custom-option-retired',
]);
/** Stands for the name of a customer that is there. */
const unnamed = '-';
const createContact = contract.method('/kontor.customer.v1.CustomerService/CreateContact');
const anyCustomer = '00000000-0000-0000-0000-000000000000';

/** The first fault of a contact in a row; phones of contacts get their numbers, those within a city by the customer's. */
function contactsFault(
  { contacts, customer }: RowContent,
  places: readonly Place[],
  country: string,
): RowFault | undefined {
  for (const contact of contacts) {
    const { place, name, position, phones, emails } = contact;
    const record = { name, position, phones, emails };
    const [violation] = validateRequest(createContact, { customerId: anyCustomer, contact: record });
    const known = violation
      ? undefined
      : withNumbers(record.phones as Phone[], country, customer.addresses as Address[]);
    const wrong = violation ?? known?.violations[0];
    if (known) contact.phones = known.phones;
    if (!wrong) continue;
    const part = /(name|position|phones|emails)/.exec(wrong.field)?.[1] ?? 'name';
    const field = `contact${place}${contactPart[part] ?? 'Name'}`;
    const column = places.find((one) => one.field === field)?.column ?? '';
    return { column, reason: wrong.reason, params: wrong.params ?? {} };
  }
  return undefined;
}

/** Reads the custom values of the contacts in a row; the first fault of one. */
function contactCustomFault(
  content: RowContent,
  cells: readonly string[],
  { places, contactCustom, nameless }: RowContext,
): RowFault | undefined {
  if (!contactCustom) return undefined;
  for (const contact of content.contacts) {
    const own = customPlaces(places, contact.place);
    const { values, faults, given, names } = customOfRow(cells, own, contactCustom, undefined);
    const wrong = faults.find(({ reason }) => !(nameless && forMakersOnly.has(reason)));
    if (wrong) return faultAt(wrong, cells, own);
    const [missing] = faults;
    if (missing) contact.unmakeable = faultAt(missing, cells, own);
    content.unmakeable ??= contact.unmakeable;
    if (Object.keys(given).length > 0) contact.given = given;
    if (Object.keys(values).length > 0) contact.custom = values;
    content.names = [...(content.names ?? []), ...names.map((name) => ({ ...name, contact: contact.place }))];
  }
  return undefined;
}

const contactPart: Record<string, string> = {
  name: 'Name',
  position: 'Position',
  phones: 'Phone',
  emails: 'Email',
};

function taxFault({ taxNumber, addresses }: RowContent['customer'], country: string): string | undefined {
  return taxNumber ? taxNumberFault(taxNumber, addresses[0]?.country, country) : undefined;
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
  return { column: columnOf(field, cells, places) || missing(field, reason), reason, params };
}

/** What is asked for and no column fills: the field by its name, since the reason alone does not say which it is. */
export function missing(field: string, reason: string): string {
  return reason === 'custom-required' ? field : '';
}
