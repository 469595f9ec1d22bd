import { Inject, Injectable } from '@nestjs/common';
import type {
  ListOwnersRequest,
  ListOwnersResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/ownership_service';
import type { Call } from '@kontor/access/call';
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

  async list({ customerId, ...request }: ListOwnersRequest, call: Call): Promise<ListOwnersResponse> {
    const { rows, ...page } = await this.work.read(call, async (tx) => {
      await tx.get(Customer, customerId);
      return listRows(tx, OwnershipChange, 'ownership_change', request, {
        fields,
        defaultOrder: 'time desc',
        method: call.method,
        secret: this.settings.secret,
        scope: { where: 'r.customer_id = $1', params: [customerId] },
      });
    });
    return { owners: rows, ...page };
  }
}
