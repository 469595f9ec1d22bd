import { contract } from '@kontor/schema/contract';
import { queryFields } from '@kontor/query/fields';
import type { OwnerOrder } from '@kontor/query/owner-order';

const never = { nullable: false };

/** What lists of customers may filter and sort by; columns that are never NULL, so that indexes serve the order. */
export const customerFields = queryFields(contract.fields('kontor.customer.v1.Customer'), {
  id: never,
  number: never,
  status: never,
  channel: never,
  segment: { ...never, sparse: true },
  taxNumber: { ...never, sparse: true },
  city: never,
  ownerId: { nullable: true },
  assignmentState: never,
  source: { ...never, sparse: true },
  externalId: { ...never, sparse: true },
});

/** Orders in which an index has the customers of each guardian. */
export const customerOrders: readonly OwnerOrder[] = [
  { by: 'createTime' },
  { by: 'name' },
  { by: 'nextContactTime', given: 'status' },
];

/** Path of the list of customers: other lists of customers take their filters, and hide the same fields. */
export const customerList = '/kontor.customer.v1.CustomerService/ListCustomers';
