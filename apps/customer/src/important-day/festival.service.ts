import { Inject, Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import type { Festival as FestivalAnswer } from '@kontor/contracts/gen/kontor/customer/v1/important_day';
import type {
  CreateFestivalRequest,
  ListFestivalsRequest,
  ListFestivalsResponse,
  UpdateFestivalRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/important_day_service';
import type { Call } from '@kontor/access/call';
import { expectEtag } from '@kontor/database/etag';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { refusedField } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { maskedChanges } from '@kontor/schema/update-mask';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { Festival } from './important-day.entity.js';
import { dayFault, nextDate } from './rules/yearly-date.js';

const message = 'kontor.customer.v1.Festival';
const fields = queryFields(contract.fields(message), { id: { nullable: false }, name: { nullable: false } });

/** When to remind of a festival, in days before, where nobody says. */
const usualDaysBefore = [7];

/** The company's festivals. */
@Injectable()
export class FestivalService {
  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret' | 'companyTimeZone'>,
  ) {}

  create({ festival }: CreateFestivalRequest, call: Call): Promise<FestivalAnswer> {
    return this.work.write(call, (tx) => {
      const { name, calendar, month, day, daysBefore, active } = festival as FestivalAnswer;
      const row = { name, calendar, month, day, active, daysBefore };
      if (daysBefore.length === 0) row.daysBefore = usualDaysBefore;
      checkFestival(row);
      return Promise.resolve(this.answer(tx, tx.insert(Festival, row)));
    });
  }

  list(request: ListFestivalsRequest, call: Call): Promise<ListFestivalsResponse> {
    return this.work.read(call, async (tx) => {
      const { rows, ...page } = await listRows(tx, Festival, 'festival', request, {
        fields,
        defaultOrder: 'name',
        method: call.method,
        secret: this.settings.secret,
      });
      return { festivals: rows.map((row) => this.answer(tx, row)), ...page };
    });
  }

  update({ id, festival, updateMask, etag }: UpdateFestivalRequest, call: Call): Promise<FestivalAnswer> {
    return this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(Festival, id);
      expectEtag(before, etag);
      const changes = maskedChanges<Festival>(message, festival as Festival | undefined, updateMask);
      if (changes.daysBefore?.length === 0) changes.daysBefore = usualDaysBefore;
      checkFestival({ ...before, ...changes });
      return this.answer(tx, tx.update(Festival, before, changes));
    });
  }

  delete(id: string, call: Call): Promise<void> {
    return this.work.write(call, async (tx) => {
      tx.delete(Festival, await tx.getForUpdate(Festival, id));
    });
  }

  private answer(tx: Transaction, festival: Festival): FestivalAnswer {
    const now = Temporal.Instant.from(tx.now).toZonedDateTimeISO(this.settings.companyTimeZone);
    return withDate(festival, now.toPlainDate().toString());
  }
}

/** The festivals from a day to another, the next one first. */
export async function nextFestivals(tx: Transaction, from: string, until: string): Promise<FestivalAnswer[]> {
  const festivals = await tx.select(Festival, 'r.active', [], 'LIMIT 200');
  return festivals
    .map((festival) => withDate(festival, from))
    .filter(({ nextDate: date }) => date !== '' && date <= until)
    .sort((a, b) => (a.nextDate < b.nextDate ? -1 : 1));
}

function withDate({ version: _, ...festival }: Festival, from: string): FestivalAnswer {
  return { ...festival, nextDate: nextDate({ ...festival, leapMonth: false }, from) ?? '' };
}

function checkFestival(festival: Pick<Festival, 'calendar' | 'month' | 'day'>): void {
  if (!dayFault({ ...festival, leapMonth: false })) return;
  throw refusedField('day', 'no-such-day');
}
