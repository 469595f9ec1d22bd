import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Import } from '@kontor/contracts/gen/kontor/customer/v1/import';
import type { Call } from '@kontor/access/call';
import { serviceCall } from '@kontor/access/call';
import { Organisation } from '@kontor/access/organisation';
import { CustomFields } from '@kontor/custom-fields/custom-fields';
import { CustomValueWriter } from '@kontor/custom-fields/custom-values';
import { createDataSource, poolOf } from '@kontor/database/data-source';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { copyPerson } from '@kontor/people/person-copy';
import { UnitCopy } from '@kontor/people/unit-copy.entity';
import type { ServiceSettings } from '@kontor/service/config';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { commonMigrations } from '@kontor/people/common-migrations';
import { createLogger } from '@kontor/telemetry/logger';
import { testDatabase } from '@kontor/testing/database';
import { testServers } from '@kontor/testing/servers';
import { until } from '@kontor/testing/until';
import { customerService } from '../src/definition.js';
import { CustomerNumbers } from '../src/customer/customer-numbers.js';
import { ImportLeases } from '../src/import/import-lease.js';
import { ImportTidy } from '../src/import/import-tidy.js';
import { ImportUpload } from '../src/import/import-upload.js';
import { ImportJob } from '../src/import/import.job.js';
import { ImportService } from '../src/import/import.service.js';
import { CustomerFilters } from '../src/customer/customer-filters.js';
import { StrategyBook } from '../src/strategy/strategy-book.js';

/** The import part of one replica of the service, with connections of its own. */
export interface Replica {
  /** Shown for its connections in pg_stat_activity. */
  name: string;
  upload: ImportUpload;
  imports: ImportService;
  unitOfWork: UnitOfWork;
  /** Begins to work off imports. */
  start(): void;
  /** Stops in order, as for a new release. */
  stop(): Promise<void>;
}

/** A database with one salesperson, and any number of replicas on it. */
export interface Replicas {
  /** A call of the salesperson. */
  call(): Call;
  /** Everything, past row security. */
  admin: pg.Client;
  replica(): Promise<Replica>;
  /** Uploads a file through a replica and queues it. */
  queue(replica: Replica, file: string, source: string): Promise<Import>;
  /** Waits until the run is as wanted. */
  waitFor(id: string, what: (run: { state: string; rowsRead: number }) => boolean): Promise<void>;
  /** What came of a source: customers, their events, their audit rows, all distinct. */
  outcome(source: string): Promise<{ customers: number; events: number; audits: number; numbers: number }>;
  dispose(): Promise<void>;
}

const settings = { secret: 'a secret of the test run', companyCountry: 'CN', companyTimeZone: 'UTC' };

export async function replicas(): Promise<Replicas> {
  const { migrations: own, entities: ownEntities } = customerService({} as ServiceSettings);
  const migrations = [...commonMigrations, ...own];
  const database = await testDatabase('import', { migrations });
  const adminUrl = new URL(testServers().postgresUrl);
  adminUrl.pathname = `/${database.name}`;
  const admin = new pg.Client({ connectionString: adminUrl.href });
  await admin.connect();
  const personId = uuidv7();
  const running: Replica[] = [];
  const closing: (() => Promise<void>)[] = [];

  const replica = async (): Promise<Replica> => {
    const name = `replica-${running.length}`;
    const entities = [PersonCopy, UnitCopy, ...ownEntities];
    const dataSource = createDataSource({ url: database.url, applicationName: name }, entities);
    await dataSource.initialize();
    const unitOfWork = new UnitOfWork(dataSource, {
      service: 'customer',
      organisation: () => new Organisation([]),
    });
    const numbers = new CustomerNumbers(dataSource);
    const logger = createLogger(name, 'silent');
    const leases = new ImportLeases(unitOfWork, logger);
    const customFields = new CustomFields(poolOf(dataSource), () => undefined);
    const job = new ImportJob(
      unitOfWork,
      leases,
      new ImportTidy(unitOfWork),
      numbers,
      new StrategyBook(unitOfWork, logger, new CustomerFilters(customFields)),
      customFields,
      new CustomValueWriter(customFields, dataSource),
      settings,
      logger,
    );
    let stopped: Promise<void> | undefined;
    const one: Replica = {
      name,
      unitOfWork,
      upload: new ImportUpload(unitOfWork, job, customFields),
      imports: new ImportService(unitOfWork, settings),
      start: () => job.onApplicationBootstrap(),
      stop: () => (stopped ??= job.onModuleDestroy()),
    };
    running.push(one);
    closing.push(() => dataSource.destroy());
    return one;
  };

  const call = (): Call => ({
    ...serviceCall('customer', 'test'),
    caller: {
      kind: 'person',
      personId,
      sessionId: '',
      roles: ['salesperson'],
      language: 'en',
      timeZone: 'UTC',
    },
  });

  const first = await replica();
  await first.unitOfWork.write(serviceCall('customer', 'test'), (tx) =>
    copyPerson(tx, {
      id: personId,
      email: 'anna@kontor.local',
      name: 'Anna',
      roles: ['salesperson'],
      language: 'en',
      timeZone: 'UTC',
      status: 'active',
      etag: '1',
    }),
  );

  return {
    call,
    admin,
    replica,
    queue: async ({ upload }, file, source) => {
      const columns = [
        { column: 'id', field: 'externalId' },
        { column: 'name', field: 'name' },
      ];
      const wanted = {
        fileName: 'f.csv',
        columns,
        source,
        dryRun: false,
        acceptDuplicates: false,
        country: '',
        encoding: '',
        delimiter: '',
      };
      const { id } = await upload.create({ import: wanted as unknown as Import }, call());
      const bytes = Buffer.from(file);
      const size = 100_000;
      const chunks = Math.ceil(bytes.length / size);
      for (let index = 0; index < chunks; index++) {
        const data = bytes.subarray(index * size, (index + 1) * size).toString('base64');
        await upload.write({ id, index, data }, call());
      }
      return upload.start({ id, chunks }, call());
    },
    waitFor: async (id, what) => {
      await until(
        `import ${id}`,
        async () => {
          const { rows } = await admin.query(
            'SELECT state, rows_read AS "rowsRead" FROM import WHERE id = $1',
            [id],
          );
          return what(rows[0] as { state: string; rowsRead: number });
        },
        60_000,
      );
    },
    outcome: async (source) => {
      const { rows } = await admin.query(
        `SELECT count(*)::int AS customers, count(DISTINCT c.number)::int AS numbers,
           (SELECT count(*)::int FROM outbox WHERE aggregate_id IN (SELECT id::text FROM customer WHERE source = $1)) AS events,
           (SELECT count(*)::int FROM audit WHERE object = 'customer' AND object_id IN (SELECT id::text FROM customer WHERE source = $1)) AS audits
         FROM customer c WHERE source = $1`,
        [source],
      );
      return rows[0];
    },
    dispose: async () => {
      await Promise.all(running.map((one) => one.stop()));
      for (const close of closing) await close();
      await admin.end();
      await database.dispose();
    },
  };
}

/** A file of `count` customers with ids from 1 on. */
export function fileOf(count: number): string {
  return `id,name\n${Array.from({ length: count }, (_, i) => `${i + 1},Customer ${i + 1}`).join('\n')}\n`;
}
