import type { Logger } from '@kontor/telemetry/logger';
import { serviceCall, type Call } from '@kontor/access/call';
import { nobody, type Caller } from '@kontor/access/caller';
import { Organisation } from '@kontor/access/organisation';
import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import type { CreatePersonRequest } from '@kontor/contracts/gen/kontor/identity/v1/identity_service';
import { createDataSource } from '@kontor/database/data-source';
import { migrate } from '@kontor/database/migrate';
import { commonMigrations } from '@kontor/people/common-migrations';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { createLogger } from '@kontor/telemetry/logger';
import { testDatabase } from '@kontor/testing/database';
import type { DataSource } from 'typeorm';
import { CalendarService } from '../src/calendar/calendar.service.js';
import type { HashingSettings, IdentityConfig } from '../src/config.js';
import { constraints } from '../src/constraints.js';
import { EmploymentService } from '../src/employment/employment.service.js';
import { HandoverService } from '../src/handover/handover.service.js';
import { entities } from '../src/entities.js';
import { ApiKeyService } from '../src/api-key/api-key.service.js';
import { FirstStart } from '../src/first-start.js';
import { PeopleImportService } from '../src/import/people-import.service.js';
import * as migrations from '../src/migrations/list.js';
import { OidcProvider } from '../src/oidc/oidc-provider.js';
import { OidcService } from '../src/oidc/oidc.service.js';
import { PasswordService } from '../src/password/password.service.js';
import { PasswordTokens } from '../src/password/password-tokens.js';
import { OwnPassword } from '../src/person/own-password.js';
import { Passwords } from '../src/person/passwords.js';
import { PersonService } from '../src/person/person.service.js';
import { AccessTokens } from '../src/session/access-tokens.js';
import { DeviceService } from '../src/session/device.service.js';
import { RefreshTokens } from '../src/session/refresh-tokens.js';
import { SessionService } from '../src/session/session.service.js';
import { SignInFailures } from '../src/session/sign-in-failures.js';
import { SignInService } from '../src/session/sign-in.service.js';
import { SigningKeys } from '../src/session/signing-keys.js';
import { SecondFactor } from '../src/totp/second-factor.js';
import { TotpService } from '../src/totp/totp.service.js';
import { UnitService } from '../src/unit/unit.service.js';

/** Cheap hashes: what they cost is no subject of most tests. */
export const cheap: HashingSettings = { memoryKib: 64, passes: 1, concurrency: 2 };

export const password = 'a quiet morning';

let made = 0;

/** Identity's services on a database of their own; `replica()` gives another process's set over the same database. */
export async function identityOnDatabase() {
  const all = [...commonMigrations, ...Object.values(migrations)];
  const database = await testDatabase('identity');
  const owner = createDataSource({ url: database.ownerUrl, applicationName: 'migrations' }, entities, all);
  await migrate(owner, database.ownerUrl, database.name);
  const sources: DataSource[] = [];

  async function replica(changes: Partial<IdentityConfig> = {}) {
    const config: IdentityConfig = {
      secret: 'a secret of the tests',
      companyTimeZone: 'Asia/Shanghai',
      adminPassword: undefined,
      hashing: cheap,
      passwordUrl: undefined,
      oidc: undefined,
      ...changes,
    };
    const source = createDataSource({ url: database.url, applicationName: 'identity' }, entities);
    sources.push(await source.initialize());
    const nobodysLines = new Organisation([]);
    const unitOfWork = new UnitOfWork(source, {
      service: 'identity',
      organisation: () => nobodysLines,
      constraints,
    });
    const passwords = new Passwords(config);
    await passwords.onModuleInit();
    const keys = new SigningKeys(unitOfWork, config);
    const accessTokens = new AccessTokens(keys);
    const refreshTokens = new RefreshTokens(config);
    const failures = new SignInFailures(config);
    const ownPassword = new OwnPassword(unitOfWork, passwords, failures);
    const factor = new SecondFactor(config);
    const passwordTokens = new PasswordTokens(config);
    return {
      unitOfWork,
      keys,
      people: new PersonService(unitOfWork, passwords, config),
      units: new UnitService(unitOfWork, config),
      employment: new EmploymentService(unitOfWork, config),
      handovers: new HandoverService(unitOfWork, config),
      calendars: new CalendarService(unitOfWork, config),
      imports: new PeopleImportService(unitOfWork, config),
      signIns: new SignInService(unitOfWork, passwords, failures, refreshTokens, accessTokens, factor),
      sessions: new SessionService(unitOfWork, refreshTokens, accessTokens),
      devices: new DeviceService(unitOfWork),
      passwords: new PasswordService(unitOfWork, passwords, ownPassword, passwordTokens, failures),
      apiKeys: new ApiKeyService(unitOfWork, accessTokens),
      totp: new TotpService(unitOfWork, passwords, ownPassword, failures, factor),
      oidc: new OidcService(unitOfWork, new OidcProvider(config, quiet), refreshTokens, accessTokens),
      firstStart: new FirstStart(unitOfWork, passwords, keys, config, quiet),
    };
  }

  const first = await replica();
  let colleague: Promise<Person> | undefined;
  return {
    ...first,
    replica,
    /** Rows as the service itself may see them. */
    rows: <R extends object>(text: string, params: unknown[] = []): Promise<R[]> =>
      first.unitOfWork.write(serviceCall('identity', 'test'), (tx) => tx.query<R>(text, params)),
    /** A person with a password, made by an administrator. */
    person: (fields: Partial<CreatePersonRequest> = {}): Promise<Person> =>
      first.people.create(personRequest(fields), callOf(administrator)),
    /** Somebody left, and a colleague whom nobody else knows takes the records. */
    markLeft: async (id: string, call: Call = callOf(administrator)): Promise<Person> => {
      const { id: taker } = await (colleague ??= first.people.create(personRequest(), callOf(administrator)));
      return first.employment.markLeft({ id, personIds: [taker] }, call);
    },
    async close() {
      for (const source of sources) await source.destroy();
      await database.dispose();
    },
  };
}

export type Identity = Awaited<ReturnType<typeof identityOnDatabase>>;

const quiet: Logger = createLogger('identity', 'silent');

/** A request for a person whom nobody else is. */
export function personRequest(fields: Partial<CreatePersonRequest> = {}): CreatePersonRequest {
  made += 1;
  return { email: `person-${made}@example.com`, name: `Person ${made}`, password, roles: [], ...fields };
}

const administrator = caller(['administrator']);

function caller(roles: string[], person?: Pick<Person, 'id'>, sessionId = ''): Caller {
  const personId = person?.id ?? '01900000-0000-7000-8000-000000000001';
  return { kind: 'person', personId, sessionId, roles, language: 'en', timeZone: 'UTC' };
}

/** A call of an administrator who is nobody else in the tests. */
export const byAdministrator = (changes: Partial<Call> = {}): Call => callOf(administrator, changes);

/** A call of a person. */
export const by = (person: Person, sessionId = ''): Call => callOf(caller(person.roles, person, sessionId));

/** A call of nobody: signing in and refreshing. */
export const byNobody = (changes: Partial<Call> = {}): Call => callOf(nobody, changes);

function callOf(who: Caller, changes: Partial<Call> = {}): Call {
  return { ...serviceCall('identity', '/test/Call'), caller: who, ...changes };
}

/** The outcomes of what was started together: how many were fulfilled, and with which errors the others failed. */
export async function together<T>(work: Promise<T>[]): Promise<{ done: T[]; errors: string[] }> {
  const outcomes = await Promise.allSettled(work);
  return {
    done: outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : [])),
    errors: outcomes.flatMap((outcome) =>
      outcome.status === 'rejected'
        ? [String((outcome.reason as { reason?: string }).reason ?? outcome.reason)]
        : [],
    ),
  };
}
