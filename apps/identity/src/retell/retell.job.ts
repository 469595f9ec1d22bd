import { Inject, Injectable } from '@nestjs/common';
import { serviceCall } from '@kontor/access/call';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { tellAnew, type Teller } from '@kontor/database/tell-anew';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { LOGGER } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { CalendarRow } from '../calendar/calendar.entity.js';
import { tellOfCalendar } from '../calendar/company-calendar.js';
import { PersonRow } from '../person/person.entity.js';
import { asPerson, tellOfPerson } from '../person/person.service.js';
import { UnitRow } from '../unit/unit.entity.js';
import { tellOfUnit } from '../unit/unit.service.js';

/** How often a replica looks, in milliseconds: what waits was put there by a migration, and is mostly nothing. */
const interval = 3_600_000;

const ofThese = ['r.id = ANY ($1::uuid[])', 'ORDER BY r.id FOR NO KEY UPDATE OF r'] as const;

/** How calendars, units and people are told of. */
export const tellers: Readonly<Record<string, Teller>> = {
  calendar: async (tx, ids) => {
    for (const row of await tx.select(CalendarRow, ofThese[0], [ids], ofThese[1])) tellOfCalendar(tx, row);
  },
  unit: async (tx, ids) => {
    for (const row of await tx.select(UnitRow, ofThese[0], [ids], ofThese[1])) tellOfUnit(tx, row);
  },
  person: async (tx, ids) => {
    for (const row of await tx.select(PersonRow, ofThese[0], [ids], ofThese[1]))
      tellOfPerson(tx, asPerson(row));
  },
};

/** Tells services what they began to copy after it was told: by which calendars people work. */
@Injectable()
export class RetellJob extends BackgroundLoop {
  constructor(work: UnitOfWork, @Inject(LOGGER) logger: Pick<Logger, 'warn'>) {
    super(
      () => tellAnew(work, serviceCall('identity', 'tell anew'), tellers),
      interval,
      (error) => logger.warn({ err: error }, 'calendars could not be told anew; it is tried again'),
    );
  }
}
