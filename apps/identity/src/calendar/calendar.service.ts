import { Injectable } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import type { Calendar } from '@kontor/contracts/gen/kontor/identity/v1/calendar';
import type {
  CreateCalendarRequest,
  ListCalendarsRequest,
  ListCalendarsResponse,
  PersonCalendar,
  UpdateCalendarRequest,
} from '@kontor/contracts/gen/kontor/identity/v1/calendar_service';
import { expectEtag } from '@kontor/database/etag';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import type { Transaction } from '@kontor/database/transaction';
import { AppError, checkFaults } from '@kontor/errors/app-error';
import { IdentityConfig } from '../config.js';
import { unitAndAbove } from '../lines.js';
import { PersonRow } from '../person/person.entity.js';
import { UnitRow } from '../unit/unit.entity.js';
import { CalendarRow } from './calendar.entity.js';
import { asCalendar, companyCalendar, tellOfCalendar } from './company-calendar.js';
import { calendarChanges, newCalendarFields } from './rules/calendar-changes.js';

/** Working calendars, and which one holds for whom. */
@Injectable()
export class CalendarService {
  private readonly fields = queryFields(contract.fields('kontor.identity.v1.Calendar'));

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly config: IdentityConfig,
  ) {}

  async create({ calendar }: CreateCalendarRequest, call: Call): Promise<Calendar> {
    const { changes, faults } = newCalendarFields(calendar ?? {}, this.config.companyTimeZone);
    checkFaults(faults);
    return this.unitOfWork.write(call, async (tx) =>
      tellOfCalendar(tx, tx.insert(CalendarRow, { ...changes, companyDefault: false })),
    );
  }

  get(id: string, call: Call): Promise<Calendar> {
    return this.unitOfWork.read(call, async (tx) => asCalendar(await tx.get(CalendarRow, id)));
  }

  list(request: ListCalendarsRequest, call: Call): Promise<ListCalendarsResponse> {
    return this.unitOfWork.read(call, async (tx) => {
      const { rows, ...page } = await listRows(tx, CalendarRow, 'calendar', request, {
        fields: this.fields,
        defaultOrder: 'createTime desc',
        method: call.method,
        secret: this.config.secret,
      });
      return { calendars: rows.map(asCalendar), ...page };
    });
  }

  async update(request: UpdateCalendarRequest, call: Call): Promise<Calendar> {
    const mask = request.updateMask ?? [];
    const { changes, faults } = calendarChanges(request.calendar ?? {}, mask, this.config.companyTimeZone);
    checkFaults(faults);
    return this.unitOfWork.write(call, async (tx) => {
      const before = await tx.getForUpdate(CalendarRow, request.id);
      expectEtag(asCalendar(before), request.etag);
      if (mask.length === 0) return asCalendar(before);
      return tellOfCalendar(tx, tx.update<CalendarRow>(CalendarRow, before, changes));
    });
  }

  /** The own calendar, else that of the nearest unit with one, else the company's. */
  ofPerson(id: string, call: Call): Promise<PersonCalendar> {
    return this.unitOfWork.read(call, async (tx) => {
      const person = await tx.get(PersonRow, id);
      if (person.calendarId) {
        return { calendar: await calendarWith(tx, person.calendarId), source: 'person' };
      }
      const unit = person.unitId ? await nearestWithCalendar(tx, person.unitId) : undefined;
      if (unit?.calendarId) {
        return { calendar: await calendarWith(tx, unit.calendarId), source: 'unit', unitId: unit.id };
      }
      const company = await companyCalendar(tx);
      if (!company) throw new AppError('not_found', 'calendar-not-found');
      return { calendar: asCalendar(company), source: 'company' };
    });
  }
}

async function calendarWith(tx: Transaction, id: string): Promise<Calendar> {
  return asCalendar(await tx.get(CalendarRow, id));
}

async function nearestWithCalendar(tx: Transaction, unitId: string): Promise<UnitRow | undefined> {
  const line = await unitAndAbove(tx, unitId);
  const [unit] = await tx.select(
    UnitRow,
    'r.id = ANY ($1::uuid[]) AND r.calendar_id IS NOT NULL',
    [line],
    'ORDER BY array_position($1::uuid[], r.id) LIMIT 1',
  );
  return unit;
}
