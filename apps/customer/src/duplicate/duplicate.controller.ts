import { Controller } from '@nestjs/common';
import {
  DuplicateServiceControllerMethods,
  type CheckDuplicatesRequest,
  type CreateDuplicateScanRequest,
  type DismissDuplicatePairRequest,
  type DuplicateServiceController,
  type GetDuplicateScanRequest,
  type ListDuplicatePairsRequest,
  type MergeDuplicatePairRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/duplicate_service';
import type { Call } from '@kontor/access/call';
import { DuplicatePairs } from './duplicate-pairs.service.js';
import { DuplicateScans } from './duplicate-scans.service.js';
import { DuplicateLookup } from './duplicate-lookup.js';

/** Calls about records that look alike. */
@Controller()
@DuplicateServiceControllerMethods()
export class DuplicateController implements DuplicateServiceController {
  constructor(
    private readonly lookup: DuplicateLookup,
    private readonly scans: DuplicateScans,
    private readonly pairs: DuplicatePairs,
  ) {}

  checkDuplicates(request: CheckDuplicatesRequest, call: Call) {
    return this.lookup.check(request, call);
  }

  createDuplicateScan(_request: CreateDuplicateScanRequest, call: Call) {
    return this.scans.create(call);
  }

  getDuplicateScan({ id }: GetDuplicateScanRequest, call: Call) {
    return this.scans.get(id, call);
  }

  listDuplicatePairs(request: ListDuplicatePairsRequest, call: Call) {
    return this.pairs.list(request, call);
  }

  dismissDuplicatePair(request: DismissDuplicatePairRequest, call: Call) {
    return this.pairs.dismiss(request, call);
  }

  mergeDuplicatePair(request: MergeDuplicatePairRequest, call: Call) {
    return this.pairs.merge(request, call);
  }
}
