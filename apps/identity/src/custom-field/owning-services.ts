import { contract } from '@kontor/schema/contract';
import { hasCustomFields } from '@kontor/schema/custom-names';

/** Services that own objects with custom fields; of fields, identity hears of no others. */
export const owningServices = [
  ...new Set(contract.objects().flatMap(({ name, service }) => (hasCustomFields(name) ? [service] : []))),
];
