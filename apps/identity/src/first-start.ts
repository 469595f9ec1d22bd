import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { serviceCall } from '@kontor/access/call';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { LOGGER } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { addCompanyCalendar, companyCalendar } from './calendar/company-calendar.js';
import { IdentityConfig } from './config.js';
import { takeTurns } from './locks.js';
import { Passwords } from './person/passwords.js';
import { addPerson } from './person/person.service.js';
import { newPersonFields } from './person/rules/person-changes.js';
import { passwordFaults } from './person/rules/password.js';
import { SigningKeys } from './session/signing-keys.js';

/** Address of the administrator who is made at the first start. */
export const firstAdministrator = 'admin@kontor.local';

/** What must be there before anybody can sign in: a signing key, the company's calendar, and one person. Any number of replicas may start. */
@Injectable()
export class FirstStart implements OnApplicationBootstrap {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly passwords: Passwords,
    private readonly keys: SigningKeys,
    private readonly config: IdentityConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.keys.current();
    await this.settleCalendar();
    if (await this.isSettled()) return;
    const { adminPassword, companyTimeZone } = this.config;
    if (!adminPassword) {
      this.logger.warn(
        'nobody can sign in: set KONTOR_ADMIN_PASSWORD, and an administrator is made at the next start',
      );
      return;
    }
    const fields = newPersonFields(
      { email: firstAdministrator, name: 'Administrator', roles: ['administrator'] },
      { timeZone: companyTimeZone },
    );
    // The operator's own decision, on an installation that may be a trial; people are held to the rule.
    if (passwordFaults(adminPassword, fields).length > 0)
      this.logger.warn('KONTOR_ADMIN_PASSWORD is a weak password');
    const hash = await this.passwords.hash(adminPassword);
    await this.unitOfWork.write(serviceCall('identity', 'first-start'), async (tx) => {
      await takeTurns(tx, 'firstStart');
      const others = await tx.query('SELECT 1 FROM person LIMIT 1');
      if (others.length === 0) await addPerson(tx, fields, hash);
    });
  }

  private async settleCalendar(): Promise<void> {
    const call = serviceCall('identity', 'first-start');
    if (await this.unitOfWork.read(call, companyCalendar)) return;
    await this.unitOfWork.write(call, async (tx) => {
      await takeTurns(tx, 'firstStart');
      await addCompanyCalendar(tx, this.config.companyTimeZone);
    });
  }

  private async isSettled(): Promise<boolean> {
    const call = serviceCall('identity', 'first-start');
    const people = await this.unitOfWork.read(call, (tx) => tx.query('SELECT 1 FROM person LIMIT 1'));
    return people.length > 0;
  }
}
