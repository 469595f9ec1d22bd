import { v7 as uuidv7 } from 'uuid';
import { serviceCall } from '@kontor/access/call';
import { Organisation } from '@kontor/access/organisation';
import type { ReminderSet } from '@kontor/contracts/gen/kontor/notification/v1/reminder_events';
import { createDataSource } from '@kontor/database/data-source';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { copyPerson } from '@kontor/people/person-copy';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { commonMigrations } from '@kontor/people/common-migrations';
import { createLogger, type LogLevel } from '@kontor/telemetry/logger';
import { testDatabase, type TestDatabase } from '@kontor/testing/database';
import { notificationService } from '../src/definition.js';
import { DeliveryJob } from '../src/delivery/delivery.job.js';
import { DeliveryQueue } from '../src/delivery/delivery.queue.js';
import { Mailer, mailLimits, type MailLimits } from '../src/delivery/mailer.js';
import { ReminderJob } from '../src/reminder/reminder.job.js';
import { ReminderService } from '../src/reminder/reminder.service.js';

const { entities, migrations } = notificationService({} as never);
const reminders = new ReminderService();

/** A database with the tables of notification. */
export function notificationDatabase(): Promise<TestDatabase> {
  return testDatabase('notification', {
    migrations: [...commonMigrations, ...migrations] as never,
  });
}

export interface ReplicaOptions {
  /** Where e-mail goes; without it the replica sends none. */
  smtpUrl?: string;
  limits?: Partial<MailLimits>;
  logLevel?: LogLevel;
}

/** One process of the service, without its network: its own pool, its own jobs. */
export class Replica implements AsyncDisposable {
  readonly reminderJob: ReminderJob;
  readonly deliveryJob: DeliveryJob | undefined;

  private constructor(
    readonly work: UnitOfWork,
    { smtpUrl, limits, logLevel = 'silent' }: ReplicaOptions,
  ) {
    const logger = createLogger('notification', logLevel);
    const settings = smtpUrl && { smtpUrl, from: { name: 'Kontor', address: 'kontor@example.com' } };
    const mailer = settings ? new Mailer(settings, { ...mailLimits, ...limits }) : undefined;
    this.deliveryJob =
      mailer && new DeliveryJob({ queue: new DeliveryQueue(work), mailer, logger, everyMs: 50 });
    this.reminderJob = new ReminderJob({
      unitOfWork: work,
      logger,
      onFired: () => this.deliveryJob?.wake(),
      everyMs: 50,
    });
  }

  static async open(database: TestDatabase, options: ReplicaOptions = {}): Promise<Replica> {
    const settings = { url: database.url, applicationName: 'replica', poolSize: 8 };
    const dataSource = createDataSource(settings, [PersonCopy, ...entities]);
    await dataSource.initialize();
    const organisation = new Organisation([]);
    return new Replica(
      new UnitOfWork(dataSource, { service: 'notification', organisation: () => organisation }),
      options,
    );
  }

  start(): void {
    this.deliveryJob?.start();
    this.reminderJob.start();
  }

  async close(): Promise<void> {
    await this.reminderJob.stop();
    await this.deliveryJob?.stop();
    await this.work.dataSource.destroy();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  write<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.work.write(serviceCall('notification', 'test'), work);
  }

  /** Rows as the service itself sees them. */
  rows<R extends object>(sql: string, params: unknown[] = []): Promise<R[]> {
    return this.work.read(serviceCall('notification', 'test'), (tx) => tx.query<R>(sql, params));
  }

  set(event: ReminderSet): Promise<void> {
    return this.write((tx) => reminders.set(tx, event));
  }

  cancel(key: string, revision: number): Promise<void> {
    return this.write((tx) => reminders.cancel(tx, { key, revision }));
  }

  /** A colleague in the copy of people; resolves to the id. */
  async person(
    facts: {
      id?: string;
      email?: string;
      status?: 'active' | 'left';
      language?: string;
      version?: number;
    } = {},
  ): Promise<string> {
    const {
      id = uuidv7(),
      email = `${id}@example.com`,
      status = 'active',
      language = 'en',
      version = 1,
    } = facts;
    const times = { createTime: '', updateTime: '' };
    const rest = {
      name: 'Anna',
      roles: ['salesperson' as const],
      timeZone: 'Asia/Shanghai',
      etag: String(version),
    };
    await this.write((tx) => copyPerson(tx, { id, email, status, language, ...rest, ...times }));
    return id;
  }
}

/** A reminder that is due now, unless told otherwise. */
export function reminder(changes: Partial<ReminderSet> & { personId: string }): ReminderSet {
  const customer = uuidv7();
  return {
    key: `customers/${customer}/next-contact`,
    revision: 1,
    dueTime: wallTime(0),
    timeZone: 'UTC',
    minutesBefore: [],
    template: 'next-contact',
    about: `customers/${customer}`,
    values: { customerName: 'Acme', customerNumber: 'C-2026-000123', nextAction: 'Send the offer' },
    ...changes,
  };
}

/** Wall time in UTC so many minutes from now (before it, if negative). */
export function wallTime(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 19);
}
