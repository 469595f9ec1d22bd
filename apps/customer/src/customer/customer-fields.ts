import { contract } from '@kontor/schema/contract';
import { queryFields } from '@kontor/query/fields';

const never = { nullable: false };

/** What lists of customers may filter and sort by; columns that are never NULL, so that indexes serve the order. */
export const customerFields = queryFields(contract.fields('kontor.customer.v1.Customer'), {
  id: never,
  number: never,
  status: never,
  channel: never,
  segment: never,
  taxNumber: never,
  city: never,
  ownerId: { nullable: true },
  assignmentState: never,
  source: never,
  externalId: never,
});

/** Path of the list of customers: other lists of customers take their filters, and hide the same fields. */
export const customerList = '/kontor.customer.v1.CustomerService/ListCustomers';
