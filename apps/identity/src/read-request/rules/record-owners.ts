import { contract, type ObjectContract } from '@kontor/schema/contract';

/** Services that answer calls, by the names of streams and subjects: `kontor.sales_pipeline.v1.X` → sales-pipeline. */
const serving = new Set(
  contract.methods().map(({ service }) => (service.split('.')[1] ?? '').replaceAll('_', '-')),
);

/** The services that own records about which one may ask. */
export const recordOwners: readonly string[] = [
  ...new Set(contract.objects().map(({ service }) => service)),
].filter((service) => serving.has(service));

/** The kind of record of a name, if some service owns such records. */
export function askableObject(name: string): ObjectContract | undefined {
  const object = contract.object(name);
  return object && recordOwners.includes(object.service) ? object : undefined;
}
