import type { Pool } from 'pg';
import { Organisation } from '@kontor/access/organisation';

/** A change of the organisation holds in every replica after this many milliseconds at most. */
const pollInterval = 1_000;

/**
 * The reporting lines in memory, as this service's copy of people has them. Every replica looks for a newer
 * version each second, whichever replica handled the event.
 */
export class OrganisationCopy {
  private organisation = new Organisation([]);
  private version = '';
  private timer?: NodeJS.Timeout | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly onError: (error: unknown) => void,
  ) {}

  get current(): Organisation {
    return this.organisation;
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

  /** Loads the lines anew if they changed. */
  async refresh(): Promise<void> {
    const { rows } = await this.pool.query<{ version: string }>('SELECT version FROM organisation_version');
    const version = rows[0]?.version ?? '';
    if (version === this.version) return;
    const people = await this.pool.query<{ id: string; managerId: string | null }>(
      'SELECT id, manager_id AS "managerId" FROM person_copy WHERE manager_id IS NOT NULL',
    );
    this.organisation = new Organisation(
      people.rows.map(({ id, managerId }) => ({ id, managerId: managerId ?? undefined })),
    );
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
