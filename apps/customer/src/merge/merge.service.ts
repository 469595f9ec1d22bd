import { Inject, Injectable } from '@nestjs/common';
import type {
  ListMergesRequest,
  ListMergesResponse,
  MergeCustomersRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/merge_service';
import type { Call } from '@kontor/access/call';
import { CustomFields } from '@kontor/custom-fields/custom-fields';
import { CustomValueWriter } from '@kontor/custom-fields/custom-values';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { Customer } from '../customer/customer.entity.js';
import { writeClaiming } from '../duplicate/key-writer.js';
import { StrategyBook } from '../strategy/strategy-book.js';
import { mergeCustomers } from './merge-customers.js';
import { CustomerMerge } from './merge.entity.js';

const listed = queryFields(contract.fields('kontor.customer.v1.Merge'), { id: { nullable: false } });

/** Makes two customers one. */
@Injectable()
export class MergeService {
  constructor(
    private readonly work: UnitOfWork,
    readonly book: StrategyBook,
    readonly customFields: CustomFields,
    readonly customValues: CustomValueWriter,
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
  ) {}

  merge(request: MergeCustomersRequest, call: Call): Promise<CustomerMerge> {
    return writeClaiming(this.work, call, (tx) => mergeCustomers(tx, this, request));
  }

  get(id: string, call: Call): Promise<CustomerMerge> {
    return this.work.readOne(call, async (tx) => {
      const merge = await tx.find(CustomerMerge, id);
      if (!merge) throw new AppError('not_found', 'merge-not-found');
      return merge;
    });
  }

  async list({ customerId, ...request }: ListMergesRequest, call: Call): Promise<ListMergesResponse> {
    const { rows, ...page } = await this.work.read(call, async (tx) => {
      await tx.get(Customer, customerId);
      return listRows(tx, CustomerMerge, 'customer_merge', request, {
        fields: listed,
        defaultOrder: 'createTime desc',
        method: call.method,
        secret: this.settings.secret,
        scope: { where: 'r.winner_id = $1', params: [customerId] },
      });
    });
    return { merges: rows, ...page };
  }
}
