import { serviceCall, type Call } from '@kontor/access/call';
import { may } from '@kontor/access/permissions';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { PersonCopy } from '@kontor/people/person-copy.entity';

/** In whose name an export reads, and whether that person may still export. */
export interface Starter {
  call: Call;
  allowed: boolean;
}

/**
 * The call in whose name an export reads: of the person who started it, with the rights that the person has now. Who has
 * left, is leaving, or lost the permission is not allowed any more; the call then serves for the audit only.
 */
export async function starterOf(work: UnitOfWork, personId: string, exportId: string): Promise<Starter> {
  const { person, rights } = await work.read(serviceCall('customer', 'look at a person'), async (tx) => {
    const found = await tx.find(PersonCopy, personId);
    return { person: found, rights: tx.rightsOfRoles(found?.roles ?? []) };
  });
  const { roles = [], language = 'en', timeZone = 'UTC' } = person ?? {};
  const leaving = person?.status === 'leaving';
  const who = { kind: 'person', personId, sessionId: '', roles, rights, language, timeZone } as const;
  const caller = { ...who, ...(leaving && { leaving }) };
  return {
    call: { ...serviceCall('customer', 'export'), caller, language, requestId: exportId },
    allowed: (person?.status === 'active' || leaving) && may(caller, 'customer.export'),
  };
}
