import type { PartCall } from './parallel-calls.js';

const customer = '/kontor.customer.v1';
const pipeline = '/kontor.sales_pipeline.v1';

/** Rows of a section; the calls of the sections themselves give the rest. */
const rows = 20;

/** Names of the calls that a panorama of a customer is made of, and what each asks. A section is a line here. */
const sections: readonly { name: string; path: string; request(customerId: string): object }[] = [
  { name: 'contacts', path: `${customer}.CustomerService/ListContacts`, request: ofCustomer },
  {
    name: 'contactPreferences',
    path: `${customer}.ContactGuardService/ListContactPreferences`,
    request: (customerId) => ({ customerId }),
  },
  { name: 'interactions', path: `${customer}.CustomerService/ListInteractions`, request: ofCustomer },
  { name: 'owners', path: `${customer}.OwnershipService/ListOwners`, request: ofCustomer },
  { name: 'stages', path: `${customer}.StageHistoryService/ListStageChanges`, request: ofCustomer },
  { name: 'plannedVisits', path: `${customer}.VisitPlanService/ListPlannedVisits`, request: byCustomer },
  { name: 'importantDays', path: `${customer}.ImportantDayService/ListImportantDays`, request: ofCustomer },
  { name: 'files', path: `${customer}.FileService/ListFiles`, request: ofCustomer },
  {
    name: 'opportunities',
    path: `${pipeline}.OpportunityService/ListOpportunities`,
    request: byCustomer,
  },
];

/** The customer itself: without it nothing is shown. */
export const customerCall = (id: string): PartCall => ({
  name: 'customer',
  path: `${customer}.CustomerService/GetCustomer`,
  request: { id },
});

/** The calls of all sections for a customer. */
export function sectionCalls(customerId: string): PartCall[] {
  return sections.map(({ name, path, request }) => ({ name, path, request: request(customerId) }));
}

/** For lists that are not of one customer, but can be narrowed to it. */
function byCustomer(customerId: string): object {
  return { pageSize: rows, filter: JSON.stringify({ field: 'customerId', op: 'eq', value: customerId }) };
}

function ofCustomer(customerId: string): object {
  return { customerId, pageSize: rows };
}
