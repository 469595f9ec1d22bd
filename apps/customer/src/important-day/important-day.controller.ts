import { Controller } from '@nestjs/common';
import {
  ImportantDayServiceControllerMethods,
  type CreateFestivalRequest,
  type CreateImportantDayRequest,
  type DeleteFestivalRequest,
  type DeleteImportantDayRequest,
  type ImportantDayServiceController,
  type ListFestivalsRequest,
  type ListImportantDaysRequest,
  type ListUpcomingDaysRequest,
  type UpdateFestivalRequest,
  type UpdateImportantDayRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/important_day_service';
import type { Call } from '@kontor/access/call';
import { FestivalService } from './festival.service.js';
import { ImportantDayJob } from './important-day.job.js';
import { ImportantDayService } from './important-day.service.js';

/** Calls of important days and festivals. */
@Controller()
@ImportantDayServiceControllerMethods()
export class ImportantDayController implements ImportantDayServiceController {
  constructor(
    private readonly days: ImportantDayService,
    private readonly festivals: FestivalService,
    private readonly job: ImportantDayJob,
  ) {}

  createImportantDay(request: CreateImportantDayRequest, call: Call) {
    // What is for today is greeted at once.
    return this.days.create(request, call).finally(() => this.job.wake());
  }

  listImportantDays(request: ListImportantDaysRequest, call: Call) {
    return this.days.list(request, call);
  }

  updateImportantDay(request: UpdateImportantDayRequest, call: Call) {
    return this.days.update(request, call).finally(() => this.job.wake());
  }

  deleteImportantDay(request: DeleteImportantDayRequest, call: Call) {
    return this.days.delete(request, call);
  }

  listUpcomingDays(request: ListUpcomingDaysRequest, call: Call) {
    return this.days.upcoming(request, call);
  }

  listFestivals(request: ListFestivalsRequest, call: Call) {
    return this.festivals.list(request, call);
  }

  createFestival(request: CreateFestivalRequest, call: Call) {
    return this.festivals.create(request, call);
  }

  updateFestival(request: UpdateFestivalRequest, call: Call) {
    return this.festivals.update(request, call);
  }

  deleteFestival({ id }: DeleteFestivalRequest, call: Call) {
    return this.festivals.delete(id, call);
  }
}
