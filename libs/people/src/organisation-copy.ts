import type { Pool } from 'pg';
import { Organisation, type OrganisationUnit } from '@kontor/access/organisation';
import type { PersonStatus, Role } from '@kontor/contracts/gen/kontor/identity/v1/identity';

/** A change of the organisation holds in every replica after this many milliseconds at most. */
const pollInterval = 1_000;

/** What of a person decides about a call, now. */
export interface KnownPerson {
  roles: readonly Role[];
  status: PersonStatus;
}

type CopiedPerson = KnownPerson & { id: string; managerId: string | null; unitId: string | null };

/**
 * Reporting lines, units, roles and standing in memory, as this service's copy of people has them. Every replica looks for a newer
 * version each second, whichever replica handled the event.
 */
export class OrganisationCopy {
  private organisation = new Organisation([]);
  private people = new Map<string, KnownPerson>();
  private version = '';
  private timer?: NodeJS.Timeout | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly onError: (error: unknown) => void,
  ) {}

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
    this.schedule();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Loads the organisation anew if it changed. */
  async refresh(): Promise<void> {
    const { rows } = await this.pool.query<{ version: string }>('SELECT version FROM organisation_version');
    const version = rows[0]?.version ?? '';
    if (version === this.version) return;
    const people = await this.pool.query<CopiedPerson>(
      'SELECT id, manager_id AS "managerId", unit_id AS "unitId", roles, status FROM person_copy',
    );
    const units = await this.pool.query<OrganisationUnit>(
      'SELECT id, parent_id AS "parentId" FROM unit_copy WHERE NOT deleted',
    );
    this.organisation = new Organisation(
      people.rows.map(({ id, managerId, unitId }) => ({
        id,
        managerId: managerId ?? undefined,
        unitId: unitId ?? undefined,
      })),
      units.rows,
    );
    this.people = new Map(people.rows.map(({ id, roles, status }) => [id, { roles, status }]));
    this.version = version;
  }

  private schedule(): void {
    this.timer = setTimeout(() => {
      this.refresh()
        .catch(this.onError)
        .finally(() => {
          if (this.timer) this.schedule();
        });
    }, pollInterval);
  }
}
