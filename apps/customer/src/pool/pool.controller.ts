import { Controller } from '@nestjs/common';
import {
  PoolServiceControllerMethods,
  type ClaimCustomerRequest,
  type ClaimFromPoolRequest,
  type CreatePoolRequest,
  type GetPoolRequest,
  type ListPooledCustomersRequest,
  type ListPoolsRequest,
  type PoolServiceController,
  type ReleaseCustomerRequest,
  type UpdatePoolRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/pool_service';
import type { Call } from '@kontor/access/call';
import { ClaimsService } from './claims.service.js';
import { PoolsService } from './pools.service.js';

/** Calls of pools. */
@Controller()
@PoolServiceControllerMethods()
export class PoolController implements PoolServiceController {
  constructor(
    private readonly pools: PoolsService,
    private readonly claims: ClaimsService,
  ) {}

  createPool(request: CreatePoolRequest, call: Call) {
    return this.pools.create(request, call);
  }

  getPool({ id }: GetPoolRequest, call: Call) {
    return this.pools.get(id, call);
  }

  listPools(request: ListPoolsRequest, call: Call) {
    return this.pools.list(request, call);
  }

  updatePool(request: UpdatePoolRequest, call: Call) {
    return this.pools.update(request, call);
  }

  listPooledCustomers(request: ListPooledCustomersRequest, call: Call) {
    return this.pools.listCustomers(request, call);
  }

  claimFromPool(request: ClaimFromPoolRequest, call: Call) {
    return this.claims.claimNext(request, call);
  }

  claimCustomer(request: ClaimCustomerRequest, call: Call) {
    return this.claims.claim(request, call);
  }

  releaseCustomer(request: ReleaseCustomerRequest, call: Call) {
    return this.claims.release(request, call);
  }
}
