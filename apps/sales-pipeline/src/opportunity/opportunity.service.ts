import { Inject, Injectable } from '@nestjs/common';
import type {
  CreateOpportunityRequest,
  ListOpportunitiesRequest,
  ListOpportunitiesResponse,
  LoseOpportunityRequest,
  UpdateOpportunityRequest,
  WinOpportunityRequest,
} from '@kontor/contracts/gen/kontor/sales_pipeline/v1/opportunity_service';
import type { Call } from '@kontor/access/call';
import { CustomFields } from '@kontor/custom-fields/custom-fields';
import { CustomValueWriter } from '@kontor/custom-fields/custom-values';
import { expectEtag } from '@kontor/database/etag';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { listRows } from '@kontor/query/list-rows';
import { maskedChanges } from '@kontor/schema/update-mask';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { sectionRows, type SectionAsked } from '@kontor/service/sections';
import { CustomerCopy } from '../customer-copy/customer-copy.entity.js';
import { changedValues, newDeal, type GivenDeal } from './opportunity-changes.js';
import { emitOpportunityChanged } from './opportunity-events.js';
import { opportunityFields, opportunityMessage } from './opportunity-fields.js';
import { opportunitySearch } from './opportunity-search.js';
import { OpportunityNumbers } from './opportunity-numbers.js';
import { Opportunity } from './opportunity.entity.js';
import { customerForDeal } from './customer-for-deal.js';
import { isClosed } from './rules/stage.js';
import { stageWritable } from './stage-writable.js';
import { shown, shownWith, type ShownOpportunity } from './shown-opportunity.js';

/** Deals that may come about with customers. */
@Injectable()
export class OpportunityService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly numbers: OpportunityNumbers,
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    private readonly customFields: CustomFields,
    private readonly customValues: CustomValueWriter,
  ) {}

  async create({ opportunity }: CreateOpportunityRequest, call: Call): Promise<ShownOpportunity> {
    const given = opportunity as GivenDeal;
    const number = await this.numbers.take(new Date().toISOString());
    return this.work.write(call, async (tx) => {
      const customer = await customerForDeal(tx, given.customerId);
      const { personId } = call.caller;
      const deal = await newDeal(tx, given, { customer, creatorId: personId });
      const custom = await this.customValues.make(tx, 'opportunity', deal);
      const created = tx.insert(Opportunity, { ...deal, custom, number });
      emitOpportunityChanged(tx, {}, created, customer.guardianId);
      return shownWith(created, customer);
    });
  }

  get(id: string, call: Call): Promise<ShownOpportunity> {
    return this.work.read(call, async (tx) => {
      const [found] = await shown(tx, [await tx.get(Opportunity, id)]);
      if (!found) throw new AppError('not_found', 'opportunity-not-found');
      return found;
    });
  }

  async list(
    { search, ...request }: ListOpportunitiesRequest,
    call: Call,
  ): Promise<ListOpportunitiesResponse> {
    return this.work.read(call, async (tx) => {
      const { rows, ...page } = await listRows(tx, Opportunity, 'opportunity', request, {
        ...this.listOptions(call.method),
        ...(search && { scope: await opportunitySearch(tx, search) }),
      });
      return { opportunities: await shown(tx, rows), ...page };
    });
  }

  /** The opportunities with one customer, as list() narrowed to it by its filter answers them; pages go on there. */
  async ofCustomer(
    tx: Transaction,
    { id, method, record }: SectionAsked<CustomerCopy | undefined>,
  ): Promise<ListOpportunitiesResponse> {
    const filter = JSON.stringify({ field: 'customerId', op: 'eq', value: id });
    const request = { pageSize: sectionRows, filter };
    const options = this.listOptions(method);
    const { rows, ...page } = await listRows(tx, Opportunity, 'opportunity', request, options);
    const customer = await record;
    return { opportunities: rows.map((row) => shownWith(row, customer)), ...page };
  }

  update(request: UpdateOpportunityRequest, call: Call): Promise<ShownOpportunity> {
    const { id, opportunity, updateMask, etag } = request;
    return this.change({ id, etag }, call, (tx, before) => {
      const given = opportunity as GivenDeal | undefined;
      const changes = maskedChanges<GivenDeal>(opportunityMessage, given, updateMask);
      return changedValues(tx, before, changes);
    });
  }

  win({ id, etag }: WinOpportunityRequest, call: Call): Promise<ShownOpportunity> {
    return this.change({ id, etag }, call, (tx, before) => {
      undecided(before);
      stageWritable(tx);
      return { stage: 'won', closeTime: tx.now };
    });
  }

  lose({ id, etag, lossReason }: LoseOpportunityRequest, call: Call): Promise<ShownOpportunity> {
    return this.change({ id, etag }, call, (tx, before) => {
      undecided(before);
      stageWritable(tx);
      return { stage: 'lost', closeTime: tx.now, lossReason: lossReason.trim() };
    });
  }

  private listOptions(method: string) {
    const { secret } = this.settings;
    const fields = this.customFields.queryFields('opportunity', opportunityFields);
    return { fields, defaultOrder: 'createTime desc', method, secret };
  }

  private change(
    { id, etag }: { id: string; etag?: string | undefined },
    call: Call,
    changesOf: (tx: Transaction, before: Opportunity) => Partial<Opportunity> | Promise<Partial<Opportunity>>,
  ): Promise<ShownOpportunity> {
    return this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(Opportunity, id);
      expectEtag(before, etag);
      const customer = await tx.get(CustomerCopy, before.customerId);
      const changes = await changesOf(tx, before);
      await this.customValues.change(tx, 'opportunity', before, changes);
      const after = tx.update(Opportunity, before, changes);
      emitOpportunityChanged(tx, before, after, customer.guardianId);
      return shownWith(after, customer);
    });
  }
}

function undecided({ stage }: Opportunity): void {
  if (isClosed(stage)) throw new AppError('conflict', `opportunity-${stage}-already`);
}
