import { readLimit } from '@kontor/rpc/metadata';
import { contract } from '@kontor/schema/contract';
import type { PartCall } from './parallel-calls.js';

/** The service that owns the customer: without its answer nothing is shown, so that it has the time of every read. */
export const customerCall = (id: string): PartCall => ({
  name: 'customer',
  path: '/kontor.customer.v1.PanoramaService/GetPanorama',
  request: { id },
  limit: readLimit,
});

/**
 * The calls of the other services that know of a customer, one a service. Which sections each has, its contract says
 * (message PanoramaSections): a new section of a service needs nothing here, a new service an entry.
 */
export const otherCalls = (customerId: string): PartCall[] => [
  {
    name: 'sales-pipeline',
    path: '/kontor.sales_pipeline.v1.PanoramaService/GetPanorama',
    request: { customerId },
  },
];

/** Names of the sections that a call answers, in the order of the contract. Throws for a call without sections. */
export function sectionNames(path: string): readonly string[] {
  let names = known.get(path);
  if (!names) {
    const { output } = contract.method(path);
    const sections = contract.fields(output.typeName).find(({ name }) => name === 'sections')?.message;
    if (!sections) throw new Error(`${path} answers no sections`);
    known.set(path, (names = contract.fields(sections.typeName).map(({ name }) => name)));
  }
  return names;
}

const known = new Map<string, readonly string[]>();
