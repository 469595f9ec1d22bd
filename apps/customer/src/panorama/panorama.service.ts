import { Injectable } from '@nestjs/common';
import type { Panorama } from '@kontor/contracts/gen/kontor/customer/v1/panorama_service';
import type { Call } from '@kontor/access/call';
import { isNameOnly } from '@kontor/access/name-only';
import { SectionReader } from '@kontor/service/sections';
import { Customer } from '../customer/customer.entity.js';
import { CustomerService } from '../customer/customer.service.js';
import { PanoramaSections } from './panorama-sections.js';

/** Everything about a customer: read together, in one round trip to the database. */
@Injectable()
export class PanoramaService {
  constructor(
    private readonly reader: SectionReader,
    private readonly customers: CustomerService,
    private readonly sections: PanoramaSections,
  ) {}

  /** A merged customer answers as the one that it became part of. Throws not_found customer-not-found. */
  async get(id: string, call: Call): Promise<Panorama> {
    const find = this.reader.read(call, id, (tx) => tx.findName(Customer, id), this.sections.all);
    const { record: customer, ...read } = await find;
    if (!customer) return this.get((await this.customers.merged(id, call)).id, call);
    return { customer, ...(isNameOnly(customer) ? this.beyondReach() : read) };
  }

  /** Whoever sees but the name of a customer is told of its sections what their own calls say. */
  private beyondReach(): Pick<Panorama, 'sections' | 'missing'> {
    const why = { state: 'hidden', reason: 'customer-not-found' } as const;
    return { sections: {}, missing: this.sections.all.map(({ name }) => ({ name, ...why })) };
  }
}
