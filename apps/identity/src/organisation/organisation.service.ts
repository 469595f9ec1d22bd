import { Injectable } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import type {
  OrganisationSnapshot,
  SnapshotPerson,
  SnapshotRole,
  SnapshotSubstitution,
  SnapshotUnit,
} from '@kontor/contracts/gen/kontor/identity/v1/organisation_service';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';

const people = `
  SELECT id, manager_id AS "managerId", unit_id AS "unitId", roles, status, person_version::text AS etag
  FROM person_copy ORDER BY id`;

const units = `
  SELECT id, parent_id AS "parentId", unit_version::text AS etag FROM unit_copy WHERE NOT deleted ORDER BY id`;

const roles = `
  SELECT rights, role_version::text AS etag FROM role_copy WHERE NOT deleted ORDER BY id`;

const substitutions = `
  SELECT id, person_id AS "personId", substitute_id AS "substituteId", objects,
    (extract(epoch FROM start_time) * 1000)::float8 AS start, (extract(epoch FROM end_time) * 1000)::float8 AS end,
    substitution_version::text AS etag
  FROM substitution_copy WHERE NOT cancelled AND end_time > now() ORDER BY id`;

/** What rights hang on, for a part of Kontor that has no database of its own. */
@Injectable()
export class OrganisationService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Everything at one moment, from the copies that every service keeps: who hears the events too gets what services know. */
  snapshot(call: Call): Promise<OrganisationSnapshot> {
    return this.unitOfWork.read(call, async (tx) => ({
      people: withoutNulls(await tx.query<SnapshotPerson>(people)),
      units: withoutNulls(await tx.query<SnapshotUnit>(units)),
      roles: await snapshotRoles(tx),
      substitutions: (await tx.query<Row<SnapshotSubstitution>>(substitutions)).map(
        ({ start, end, ...row }) => ({
          ...row,
          startTime: new Date(start).toISOString(),
          endTime: new Date(end).toISOString(),
        }),
      ),
    }));
  }
}

type Row<S> = Omit<S, 'startTime' | 'endTime'> & { start: number; end: number };

async function snapshotRoles(tx: Transaction): Promise<SnapshotRole[]> {
  const rows = await tx.query<{ rights: Omit<SnapshotRole, 'etag'>; etag: string }>(roles);
  return rows.map(({ rights, etag }) => ({ ...rights, etag }));
}

/** Absent optional fields are left out, never null. */
function withoutNulls<R extends object>(rows: R[]): R[] {
  return rows.map(
    (row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as R,
  );
}
