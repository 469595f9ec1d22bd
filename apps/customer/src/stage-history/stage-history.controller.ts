import { Controller } from '@nestjs/common';
import {
  StageHistoryServiceControllerMethods,
  type CountStagesRequest,
  type GetStageMovementRequest,
  type ListStageChangesRequest,
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
}
