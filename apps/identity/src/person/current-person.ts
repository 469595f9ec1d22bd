import { serviceCall } from '@kontor/access/call';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import type { PersonSource } from '@kontor/rpc/current-person';
import { PersonRow } from './person.entity.js';

/** Looks callers of identity up in its own table, so that a change of roles holds on the next request. */
export function currentPerson(unitOfWork: UnitOfWork): PersonSource {
  return (personId) =>
    unitOfWork.read(serviceCall('identity', 'current-person'), (tx) => tx.find(PersonRow, personId));
}
