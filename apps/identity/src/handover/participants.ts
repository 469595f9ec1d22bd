import { contract } from '@kontor/schema/contract';

/**
 * The services that take part in every hand-over: those with an object that the contract calls owned. A service with
 * rows of owners of which the contract does not say whether they move does not start.
 */
export const participants: readonly string[] = [
  ...new Set(contract.objects().flatMap(({ owned, service }) => (owned ? [service] : []))),
];
