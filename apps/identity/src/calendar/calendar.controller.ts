import { Controller } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import type { Calendar } from '@kontor/contracts/gen/kontor/identity/v1/calendar';
import {
  CalendarServiceControllerMethods,
  type CalendarServiceController,
  type CreateCalendarRequest,
  type GetCalendarRequest,
  type GetPersonCalendarRequest,
  type ListCalendarsRequest,
  type ListCalendarsResponse,
  type PersonCalendar,
  type UpdateCalendarRequest,
} from '@kontor/contracts/gen/kontor/identity/v1/calendar_service';
import { CalendarService } from './calendar.service.js';

/** Calls about working calendars. */
@Controller()
@CalendarServiceControllerMethods()
export class CalendarController implements CalendarServiceController {
  constructor(private readonly calendars: CalendarService) {}

  createCalendar(request: CreateCalendarRequest, call: Call): Promise<Calendar> {
    return this.calendars.create(request, call);
  }

  getCalendar({ id }: GetCalendarRequest, call: Call): Promise<Calendar> {
    return this.calendars.get(id, call);
  }

  listCalendars(request: ListCalendarsRequest, call: Call): Promise<ListCalendarsResponse> {
    return this.calendars.list(request, call);
  }

  updateCalendar(request: UpdateCalendarRequest, call: Call): Promise<Calendar> {
    return this.calendars.update(request, call);
  }

  getPersonCalendar({ id }: GetPersonCalendarRequest, call: Call): Promise<PersonCalendar> {
    return this.calendars.ofPerson(id, call);
  }
}
