import pg from 'pg';
import type { DataSource } from 'typeorm';
import { serviceCall } from '@kontor/access/call';
import { createDataSource, poolOf } from '@kontor/database/data-source';
import { migrate } from '@kontor/database/migrate';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { commonMigrations } from '@kontor/people/common-migrations';
import { OrganisationCopy } from '@kontor/people/organisation-copy';
import { copyPerson } from '@kontor/people/person-copy';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { copyRole, deleteRoleCopy } from '@kontor/people/role-copy';
import { copySubstitution } from '@kontor/people/substitution-copy';
import { copyUnit, deleteUnitCopy } from '@kontor/people/unit-copy';
import { UnitCopy } from '@kontor/people/unit-copy.entity';
import type { DatabaseUrls } from '../../servers/databases.ts';
import type { Company, Moment } from './company.ts';
import { entities, Records1700000000009 } from './tables.ts';

/** A service's database and its units of work, into which one company after the other moves. */
export class Office {
  readonly unitOfWork: UnitOfWork;
  readonly copy: OrganisationCopy;
  readonly #source: DataSource;
  readonly #admin: pg.Pool;

  private constructor(source: DataSource, admin: pg.Pool) {
    this.#source = source;
    this.#admin = admin;
    this.copy = new OrganisationCopy(poolOf(source), (error) => {
      throw error;
    });
    this.unitOfWork = new UnitOfWork(source, { service: 'office', organisation: () => this.copy.current });
  }

  /** Fits out a fresh database. `name` is that of its running role; `adminUrl` leads a superuser to the same database. */
  static async open(name: string, urls: DatabaseUrls, adminUrl: string): Promise<Office> {
    const all = [PersonCopy, UnitCopy, ...entities];
    const migrations = [...commonMigrations, Records1700000000009];
    const owner = createDataSource({ url: urls.ownerUrl, applicationName: 'office' }, all, migrations);
    await migrate(owner, urls.ownerUrl, name);
    const source = createDataSource({ url: urls.url, poolSize: 4, applicationName: 'office' }, all);
    await source.initialize();
    return new Office(source, new pg.Pool({ connectionString: adminUrl, max: 2 }));
  }

  async close(): Promise<void> {
    await this.#source.destroy();
    await this.#admin.end();
  }

  /** Empties everything and lets a company move in, told by the same functions that handle identity's events. */
  async house(company: Company): Promise<void> {
    await this.#admin.query(
      `TRUNCATE person_copy, reporting_line, unit_copy, unit_line, role_copy, substitution_copy, share, note, talk, deal`,
    );
    await this.unitOfWork.write(serviceCall('office', 'prove'), async (tx) => {
      for (const { id, parentId, deleted } of company.units) {
        await copyUnit(tx, { id, parentId, name: 'Unit', kind: 'team', etag: '1' });
        if (deleted) await deleteUnitCopy(tx, { unitId: id, etag: '2' });
      }
      for (const { id, managerId, unitId, roles } of company.people.filter(({ known }) => known)) {
        await copyPerson(tx, {
          ...{ id, managerId, unitId, roles, name: 'Person', email: `${id}@prove.example` },
          ...{ status: 'active', language: 'en', timeZone: 'UTC', etag: '1' },
        });
      }
      for (const { id, reaches, names, deleted } of company.roles) {
        const bare = { name: id, description: '', permissions: [], deniedPermissions: [], fields: [] };
        await copyRole(tx, { ...bare, id, reaches, names, builtIn: false, etag: '1' });
        if (deleted) await deleteRoleCopy(tx, { roleId: id, etag: '2' });
      }
      for (const { when, ...substitution } of company.substitutions) {
        await copySubstitution(tx, { ...substitution, ...span(when), etag: '1' });
      }
    });
    await this.#fill(company);
    await this.copy.refresh();
  }

  /** Asks as the superuser, whom no row-level security binds. */
  async pastTheWall(sql: string, params: readonly unknown[]): Promise<{ id: string }[]> {
    return (await this.#admin.query<{ id: string }>(sql, [...params])).rows;
  }

  async #fill({ records, children, shares }: Company): Promise<void> {
    const insert = (table: string, rows: readonly object[], columns = '*', into = ''): Promise<unknown> =>
      this.#admin.query(
        `INSERT INTO ${table} ${into} SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1)`,
        [JSON.stringify(rows)],
      );
    // Every third one has no owner: whoever keeps it stands where the owner would.
    const owned = (table: string, rows: Company['records']['customer']): Promise<unknown> => {
      const columns = 'id, owner_id, keeper_id, name, status, rank';
      const stored = rows.map(({ ownerId, ...rest }, i) =>
        i % 3 === 2 ? { ...rest, keeper_id: ownerId } : { ...rest, owner_id: ownerId },
      );
      return insert(table, stored, columns, `(${columns})`);
    };
    await owned('deal', records.customer);
    await owned('talk', records.interaction);
    await insert(
      'note',
      children.map(({ id, parentId }) => ({ id, parent_id: parentId })),
    );
    await insert(
      'share',
      shares.map(({ id, object, objectId, granteeKind, granteeId, level, when, endless }) => ({
        ...{
          id,
          object,
          object_id: objectId,
          grantee_kind: granteeKind,
          grantee_id: granteeId,
          level,
          fields: [],
        },
        ...{ start_time: span(when).startTime, end_time: endless ? null : span(when).endTime },
        ...{ grantor_id: id, source: 'share', revision: 0 },
      })),
    );
  }
}

function span(when: Moment): { startTime: string; endTime: string } {
  const [start, end] = { over: [-2, -1], current: [-1, 1], 'to come': [1, 2] }[when] as [number, number];
  return { startTime: hoursFromNow(start), endTime: hoursFromNow(end) };
}

function hoursFromNow(hours: number): string {
  return new Date(Date.now() + hours * 3_600_000).toISOString();
}
