import { Controller } from '@nestjs/common';
import {
  StrategyServiceControllerMethods,
  type CountFollowUpsRequest,
  type CreateStrategySettingRequest,
  type DryRunStrategiesRequest,
  type FreezeCustomerRequest,
  type GetStrategyRequest,
  type GetWorklistRequest,
  type ListFollowUpsRequest,
  type ListStrategySettingsRequest,
  type StrategyServiceController,
  type UnfreezeCustomerRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/strategy_service';
import type { Call } from '@kontor/access/call';
import { DryRunService } from './dry-run.service.js';
import { FollowUpsService } from './follow-ups.service.js';
import { FreezeService } from './freeze.service.js';
import { StrategySettingsService } from './strategy-settings.service.js';

/** Calls of strategies. */
@Controller()
@StrategyServiceControllerMethods()
export class StrategyController implements StrategyServiceController {
  constructor(
    private readonly settings: StrategySettingsService,
    private readonly dryRun: DryRunService,
    private readonly followUps: FollowUpsService,
    private readonly freezes: FreezeService,
  ) {}

  createStrategySetting(request: CreateStrategySettingRequest, call: Call) {
    return this.settings.create(request, call);
  }

  listStrategySettings(request: ListStrategySettingsRequest, call: Call) {
    return this.settings.list(request, call);
  }

  dryRunStrategies(request: DryRunStrategiesRequest, call: Call) {
    return this.dryRun.run(request, call);
  }

  getStrategy(request: GetStrategyRequest, call: Call) {
    return this.settings.get(request, call);
  }

  listFollowUps(request: ListFollowUpsRequest, call: Call) {
    return this.followUps.list(request, call);
  }

  countFollowUps(request: CountFollowUpsRequest, call: Call) {
    return this.followUps.count(request, call);
  }

  getWorklist(request: GetWorklistRequest, call: Call) {
    return this.followUps.worklist(request, call);
  }

  freezeCustomer(request: FreezeCustomerRequest, call: Call) {
    return this.freezes.freeze(request, call);
  }

  unfreezeCustomer(request: UnfreezeCustomerRequest, call: Call) {
    return this.freezes.unfreeze(request, call);
  }
}
