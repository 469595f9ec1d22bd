import { Injectable } from '@nestjs/common';
import type { Panorama } from '@kontor/contracts/gen/kontor/sales_pipeline/v1/panorama_service';
import type { Call } from '@kontor/access/call';
import { SectionReader, type Section } from '@kontor/service/sections';
import { CustomerCopy } from '../customer-copy/customer-copy.entity.js';
import { OpportunityService } from '../opportunity/opportunity.service.js';

/** What there is to sell to a customer: read together, in one round trip to the database. */
@Injectable()
export class PanoramaService {
  /** A section is an entry here and a field of `PanoramaSections`. */
  private readonly sections: readonly Section<CustomerCopy | undefined>[];

  constructor(
    private readonly reader: SectionReader,
    opportunities: OpportunityService,
  ) {
    this.sections = [
      {
        name: 'opportunities',
        path: '/kontor.sales_pipeline.v1.OpportunityService/ListOpportunities',
        read: (tx, asked) => opportunities.ofCustomer(tx, asked),
      },
    ];
  }

  /** Of a customer that the caller does not see there is nothing to show. */
  async get(customerId: string, call: Call): Promise<Panorama> {
    const { record: _, ...panorama } = await this.reader.read(
      call,
      customerId,
      (tx) => tx.find(CustomerCopy, customerId),
      this.sections,
    );
    return panorama;
  }
}
