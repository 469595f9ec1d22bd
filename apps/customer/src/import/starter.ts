import { may } from '@kontor/access/permissions';
import { serviceCall, type Call } from '@kontor/access/call';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { ImportFailure } from './import-failure.js';
import type { Import } from './import.entity.js';

/**
 * The call in whose name a run writes: of the person who started it, with the rights that the person has now.
 * Throws ImportFailure when the person has left or may import no more.
 */
export async function callOfStarter(work: UnitOfWork, { id, personId }: Import): Promise<Call> {
  const call = await callOfPerson(work, personId, id);
  if (!call) throw new ImportFailure('import-starter-left');
  return call;
}

/** The call in the name of a person, with the rights that the person has now; undefined where the person may not import. */
export async function callOfPerson(
  work: UnitOfWork,
  personId: string,
  importId: string,
): Promise<Call | undefined> {
  const { person, rights } = await work.read(serviceCall('customer', 'look at a person'), async (tx) => {
    const found = await tx.find(PersonCopy, personId);
    return { person: found, rights: tx.rightsOfRoles(found?.roles ?? []) };
  });
  if (person?.status !== 'active') return undefined;
  const { roles, language, timeZone } = person;
  const caller = { kind: 'person', personId, sessionId: '', roles, rights, language, timeZone } as const;
  if (!may(caller, 'customer.import')) return undefined;
  return { ...serviceCall('customer', 'import'), caller, language, requestId: importId };
}
