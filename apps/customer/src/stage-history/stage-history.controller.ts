import { Controller } from '@nestjs/common';
import {
  StageHistoryServiceControllerMethods,
  type CountStagesRequest,
  type GetStageMovementRequest,
  type GetStageMovementSeriesRequest,
  type ListStageChangesRequest,
  type ListStageStepsRequest,
  type StageHistoryServiceController,
} from '@kontor/contracts/gen/kontor/customer/v1/stage_history_service';
import type { Call } from '@kontor/access/call';
import { StageHistoryService } from './stage-history.service.js';

/** Calls about stages and how customers move through them. */
@Controller()
@StageHistoryServiceControllerMethods()
export class StageHistoryController implements StageHistoryServiceController {
  constructor(private readonly stages: StageHistoryService) {}

  listStageChanges(request: ListStageChangesRequest, call: Call) {
    return this.stages.list(request, call);
  }

  countStages(request: CountStagesRequest, call: Call) {
    return this.stages.count(request, call);
  }

  getStageMovement(request: GetStageMovementRequest, call: Call) {
    return this.stages.movement(request, call);
  }

  getStageMovementSeries(request: GetStageMovementSeriesRequest, call: Call) {
    return this.stages.series(request, call);
  }

  listStageSteps(request: ListStageStepsRequest, call: Call) {
    return this.stages.steps(request, call);
  }
}
