import type { Pool } from 'pg';
import type { RoleRights } from '@kontor/access/default-roles';
import { Organisation, type OrganisationUnit, type Substitution } from '@kontor/access/organisation';
import type { Rights } from '@kontor/access/rights';
import type { FieldGrant } from '@kontor/access/view';
import type { PersonStatus } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { fieldGrants } from './field-grants.js';
import { Revocations } from './revocations.js';

/** A change of the organisation holds in every replica after this many milliseconds at most. */
const pollInterval = 1_000;

/** What of a person decides about a call, now. */
export interface KnownPerson {
  roles: readonly string[];
  /** What the roles allow. */
  rights: Rights;
  /** Single fields of this service's records that are granted for a time. */
  grants?: readonly FieldGrant[];
  status: PersonStatus;
}

interface CopiedPerson {
  id: string;
  managerId: string | null;
  unitId: string | null;
  roles: string[];
  status: PersonStatus;
}

const substitutionsNowAndLater = `
  SELECT person_id AS "personId", substitute_id AS "substituteId", objects,
    (extract(epoch FROM start_time) * 1000)::float8 AS start, (extract(epoch FROM end_time) * 1000)::float8 AS end
  FROM substitution_copy WHERE NOT cancelled AND end_time > now()`;

const granteesNow = `SELECT DISTINCT grantee_id AS id FROM share WHERE end_time IS NULL OR end_time > now()`;

/**
 * Reporting lines, units, roles and standing in memory, as this service's copy of people has them. Every replica looks for a newer
 * version each second, whichever replica handled the event.
 */
export class OrganisationCopy {
  /** Sessions that ended, and how old this copy is. */
  readonly revocations: Revocations;
  private organisation = new Organisation([]);
  private people = new Map<string, KnownPerson>();
  private version = '';
  private looking: Promise<void> = Promise.resolve();
  private readonly loop: BackgroundLoop;

  constructor(
    private readonly pool: Pool,
    onError: (error: unknown) => void,
  ) {
    this.revocations = new Revocations(pool);
    this.loop = new BackgroundLoop(() => this.refresh(), pollInterval, onError, { firstPause: pollInterval });
  }

  get current(): Organisation {
    return this.organisation;
  }

  /** Roles and standing of a person as they are now, whatever a token says; undefined for who is not known yet. */
  person(id: string): KnownPerson | undefined {
    return this.people.get(id);
  }

  /** Loads once, then keeps looking. */
  async start(): Promise<void> {
    await this.refresh();
    this.loop.start();
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }

  /** Takes over what changed. Looks follow each other: what a later one saw is not undone by an earlier one. */
  refresh(): Promise<void> {
    const look = (): Promise<void> => this.look();
    return (this.looking = this.looking.then(look, look));
  }

  /** Only then is the copy as new as the beat that was read before. */
  private async look(): Promise<void> {
    const beat = await this.revocations.refresh();
    await this.load();
    this.revocations.heard(beat);
  }

  /** Loads the organisation anew if it changed. */
  private async load(): Promise<void> {
    const { rows } = await this.pool.query<{ version: string }>('SELECT version FROM organisation_version');
    const version = rows[0]?.version ?? '';
    if (version === this.version) return;
    const people = await this.pool.query<CopiedPerson>(
      'SELECT id, manager_id AS "managerId", unit_id AS "unitId", roles, status FROM person_copy',
    );
    const units = await this.pool.query<OrganisationUnit>(
      'SELECT id, parent_id AS "parentId" FROM unit_copy WHERE NOT deleted',
    );
    const roles = await this.pool.query<{ rights: RoleRights }>(
      'SELECT rights FROM role_copy WHERE NOT deleted',
    );
    const substitutions = await this.pool.query<Substitution>(substitutionsNowAndLater);
    const grantees = await this.pool.query<{ id: string }>(granteesNow);
    const grants = await fieldGrants(this.pool);
    const organisation = new Organisation(
      people.rows.map(({ id, managerId, unitId, roles }) => ({
        id,
        managerId: managerId ?? undefined,
        unitId: unitId ?? undefined,
        roles,
      })),
      {
        units: units.rows,
        roles: roles.rows.map(({ rights }) => rights),
        substitutions: substitutions.rows,
        grantees: new Set(grantees.rows.map(({ id }) => id)),
      },
    );
    this.organisation = organisation;
    this.people = new Map(
      people.rows.map(({ id, roles, status }) => {
        const granted = grants.get(id);
        return [
          id,
          { roles, status, rights: organisation.rights(roles), ...(granted && { grants: granted }) },
        ];
      }),
    );
    this.version = version;
  }
}
