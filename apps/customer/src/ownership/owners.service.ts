import { Inject, Injectable } from '@nestjs/common';
import type {
  ListOwnersRequest,
  ListOwnersResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/ownership_service';
import type { Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { Customer } from '../customer/customer.entity.js';
import { OwnershipChange } from './ownership-change.entity.js';

const fields = queryFields(contract.fields('kontor.customer.v1.OwnershipChange'), {
  cause: { nullable: false },
  time: { nullable: false },
});

/** Who owned a customer. */
@Injectable()
export class OwnersService {
  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
  ) {}

  list(request: ListOwnersRequest, call: Call): Promise<ListOwnersResponse> {
    return this.work.read(call, async (tx) => {
      await tx.get(Customer, request.customerId);
      return this.listIn(tx, request, call.method);
    });
  }

  /** A page of the owners of a customer that is looked at in the same transaction, for the call `method`. */
  async listIn(
    tx: Transaction,
    { customerId, ...request }: ListOwnersRequest,
    method: string,
  ): Promise<ListOwnersResponse> {
    const { rows, ...page } = await listRows(tx, OwnershipChange, 'ownership_change', request, {
      fields,
      defaultOrder: 'time desc',
      method,
      secret: this.settings.secret,
      scope: { where: 'r.customer_id = $1', params: [customerId] },
    });
    return { owners: rows, ...page };
  }
}
