import { Controller } from '@nestjs/common';
import type { CalendarChanged } from '@kontor/contracts/gen/kontor/identity/v1/organisation_events';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';

/** The copy of working calendars, by which clocks of strategies run. */
@Controller()
export class CalendarConsumer {
  @OnEvent('kontor.identity.v1.CalendarChanged')
  async changed({ calendar }: CalendarChanged, { tx }: EventContext): Promise<void> {
    if (!calendar) return;
    await tx.query(
      `INSERT INTO calendar_copy AS c (id, calendar, company_default, calendar_version) VALUES ($1, $2, $3, $4)
       ON CONFLICT (id) DO UPDATE SET calendar = excluded.calendar, company_default = excluded.company_default,
         calendar_version = excluded.calendar_version WHERE c.calendar_version < excluded.calendar_version`,
      [calendar.id, JSON.stringify(calendar), calendar.companyDefault, Number(calendar.etag)],
    );
  }
}
