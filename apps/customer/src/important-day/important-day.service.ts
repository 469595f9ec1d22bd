import { Inject, Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import type { ImportantDay as DayAnswer } from '@kontor/contracts/gen/kontor/customer/v1/important_day';
import type {
  CreateImportantDayRequest,
  DeleteImportantDayRequest,
  ListImportantDaysRequest,
  ListImportantDaysResponse,
  ListUpcomingDaysRequest,
  ListUpcomingDaysResponse,
  UpdateImportantDayRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/important_day_service';
import type { Call } from '@kontor/access/call';
import { expectEtag } from '@kontor/database/etag';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, refusedField } from '@kontor/errors/app-error';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { maskedChanges } from '@kontor/schema/update-mask';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { Contact } from '../contact/contact.entity.js';
import { actingPerson } from '../customer/acting-person.js';
import { Customer } from '../customer/customer.entity.js';
import { cancelDay, planDays } from './day-reminder.js';
import { nextFestivals } from './festival.service.js';
import { ImportantDay } from './important-day.entity.js';
import { dayIn, plannedFrom } from './rules/day-over.js';
import { dayFault, nextDate } from './rules/yearly-date.js';

const message = 'kontor.customer.v1.ImportantDay';
const fields = queryFields(contract.fields(message), {
  id: { nullable: false },
  customerId: { nullable: false },
  kind: { nullable: false },
});

/** When to remind, in days before, where nobody says. */
const usualDaysBefore = [7, 0];

/** Yearly days of customers and contacts. */
@Injectable()
export class ImportantDayService {
  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret' | 'companyTimeZone'>,
  ) {}

  create({ customerId, importantDay }: CreateImportantDayRequest, call: Call): Promise<DayAnswer> {
    return this.work.write(call, async (tx) => {
      // Locked, so that a change of owner comes before this, or its event finds this day.
      const customer = await tx.getForUpdate(Customer, customerId);
      const told = importantDay as ImportantDay;
      const daysBefore = told.daysBefore.length > 0 ? told.daysBefore : usualDaysBefore;
      const row = { ...told, customerId, daysBefore, ownerId: customer.ownerId, revision: 1 };
      await checkDay(tx, row);
      await refuseTwin(tx, row);
      const from = await this.plannedFrom(tx, customer);
      const day = tx.insert(ImportantDay, { ...row, nextDate: nextDate(row, from) });
      await planDays(tx, [{ day, customer }]);
      return this.answer(tx, day);
    });
  }

  list(request: ListImportantDaysRequest, call: Call): Promise<ListImportantDaysResponse> {
    return this.work.read(call, async (tx) => {
      await tx.get(Customer, request.customerId);
      return this.listIn(tx, request, call.method);
    });
  }

  /** A page of the days of a customer that is looked at in the same transaction, for the call `method`. */
  async listIn(
    tx: Transaction,
    { customerId, ...request }: ListImportantDaysRequest,
    method: string,
  ): Promise<ListImportantDaysResponse> {
    const { rows, ...page } = await listRows(tx, ImportantDay, 'important_day', request, {
      ...this.listOptions({ method }),
      scope: { where: 'r.customer_id = $1', params: [customerId] },
    });
    return { importantDays: rows.map((row) => this.answer(tx, row)), ...page };
  }

  update(
    { customerId, id, importantDay, updateMask, etag }: UpdateImportantDayRequest,
    call: Call,
  ): Promise<DayAnswer> {
    return this.work.write(call, async (tx) => {
      const customer = await tx.getForUpdate(Customer, customerId);
      const before = await dayOf(tx, customerId, id);
      expectEtag(before, etag);
      const changes = maskedChanges<ImportantDay>(
        message,
        importantDay as ImportantDay | undefined,
        updateMask,
      );
      if (changes.daysBefore?.length === 0) changes.daysBefore = usualDaysBefore;
      const row = { ...before, ...changes };
      await checkDay(tx, row);
      await refuseTwin(tx, row, id);
      const after = tx.update(ImportantDay, before, {
        ...changes,
        nextDate: nextDate(row, await this.plannedFrom(tx, customer)),
        ownerId: customer.ownerId,
        revision: before.revision + 1,
      });
      await planDays(tx, [{ day: after, customer }]);
      return this.answer(tx, after);
    });
  }

  delete({ customerId, id }: DeleteImportantDayRequest, call: Call): Promise<void> {
    return this.work.write(call, async (tx) => {
      await tx.getForUpdate(Customer, customerId);
      const before = await dayOf(tx, customerId, id);
      tx.delete(ImportantDay, before);
      cancelDay(tx, { id, revision: before.revision + 1 });
    });
  }

  upcoming(
    { days = 30, team = false, ...request }: ListUpcomingDaysRequest,
    call: Call,
  ): Promise<ListUpcomingDaysResponse> {
    return this.work.read(call, async (tx) => {
      const today = this.today(tx);
      const until = Temporal.PlainDate.from(today).add({ days }).toString();
      const params: unknown[] = [today, until];
      const { owners } = team ? tx.reach('customer') : { owners: [actingPerson(call.caller)] };
      // By the owner as the day knows it, which its index is by; the wall asks the customer besides.
      const whose = owners === 'all' ? '' : ` AND r.owner_id = ANY ($${params.push(owners)}::uuid[])`;
      const { rows, ...page } = await listRows(tx, ImportantDay, 'important_day', request, {
        ...this.listOptions(call),
        scope: { where: `r.next_date BETWEEN $1::date AND $2::date${whose} AND ${ofWhoIsThere}`, params },
      });
      const importantDays = rows.map((row) => this.answer(tx, row));
      return { importantDays, ...page, festivals: await nextFestivals(tx, today, until) };
    });
  }

  private listOptions({ method }: Pick<Call, 'method'>) {
    return { fields, defaultOrder: 'nextDate', method, secret: this.settings.secret };
  }

  private today(tx: Transaction): string {
    return dayIn(tx.now, this.settings.companyTimeZone);
  }

  private async plannedFrom(tx: Transaction, { ownerId }: Customer): Promise<string> {
    const owner = ownerId ? await tx.find(PersonCopy, ownerId) : undefined;
    return plannedFrom(tx.now, this.settings.companyTimeZone, owner?.timeZone);
  }

  /** A date that is over here, though not yet for everybody, is told as the next one already. */
  private answer(
    tx: Transaction,
    { ownerId: _, revision: __, version: ___, ...day }: ImportantDay,
  ): DayAnswer {
    const today = this.today(tx);
    const isOver = day.nextDate !== undefined && day.nextDate < today;
    return { ...day, nextDate: (isOver ? nextDate(day, today) : day.nextDate) ?? '' };
  }
}

const ofWhoIsThere =
  'NOT EXISTS (SELECT 1 FROM contact c WHERE c.id = r.contact_id AND c.left_time IS NOT NULL)';

async function checkDay(tx: Transaction, day: ImportantDay): Promise<void> {
  const fault = dayFault(day);
  if (fault) throw refusedField(fault, fault === 'day' ? 'no-such-day' : 'leap-month-solar');
  if (day.kind === 'other' && !day.name.trim()) throw refusedField('name', 'day-needs-name');
  if (!day.contactId) return;
  const contact = await tx.find(Contact, day.contactId);
  if (contact?.customerId !== day.customerId) throw refusedField('contactId', 'contact-of-another');
}

/** The same day twice would be reminded of and greeted twice. Asked under the lock of the customer. */
async function refuseTwin(tx: Transaction, day: Omit<ImportantDay, 'id'>, id?: string): Promise<void> {
  const { customerId, contactId, kind, name, calendar, month, leapMonth } = day;
  const [twin] = await tx.select(
    ImportantDay,
    `r.customer_id = $1 AND r.contact_id IS NOT DISTINCT FROM $2::uuid AND r.kind = $3 AND r.calendar = $4
       AND r.month = $5 AND r.day = $6 AND r.leap_month = $7 AND lower(r.name) = lower($8) AND r.id IS DISTINCT FROM $9::uuid`,
    [customerId, contactId ?? null, kind, calendar, month, day.day, leapMonth, name, id ?? null],
  );
  if (twin) throw new AppError('conflict', 'important-day-twice');
}

async function dayOf(tx: Transaction, customerId: string, id: string): Promise<ImportantDay> {
  const [day] = await tx.select(
    ImportantDay,
    'r.id = $1 AND r.customer_id = $2',
    [id, customerId],
    'FOR NO KEY UPDATE OF r',
  );
  if (!day) throw new AppError('not_found', 'important-day-not-found');
  return day;
}
