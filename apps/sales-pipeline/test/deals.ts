import { v7 as uuidv7 } from 'uuid';
import type { Share } from '@kontor/contracts/gen/kontor/access/v1/access';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Opportunity } from '@kontor/contracts/gen/kontor/sales_pipeline/v1/opportunity';
import type { ListOpportunitiesResponse } from '@kontor/contracts/gen/kontor/sales_pipeline/v1/opportunity_service';
import type { EventTypes } from '@kontor/contracts/gen/events';
import type { CallOptions, TestPerson, TestService } from '@kontor/testing/service';
import { serviceCall } from '@kontor/access/call';
import { connectBroker } from '@kontor/events/connection';
import { publishForeign } from '@kontor/testing/foreign-event';
import { until } from '@kontor/testing/until';

const calls = '/kontor.sales_pipeline.v1.OpportunityService';

/** The calls of opportunities as the people of a test make them. */
export const dealsOf = (service: TestService) => ({
  create: (person: TestPerson, opportunity: object, options: CallOptions = {}) =>
    service.call<Opportunity>(
      person,
      `${calls}/CreateOpportunity`,
      { opportunity: { name: '春季订单 Весна', ...opportunity } },
      options,
    ),
  get: (person: TestPerson | undefined, id: string) =>
    service.call<Opportunity>(person, `${calls}/GetOpportunity`, { id }),
  list: (person: TestPerson, request: object = {}) =>
    service.call<ListOpportunitiesResponse>(person, `${calls}/ListOpportunities`, request),
  update: (person: TestPerson, id: string, opportunity: object, etag?: string) =>
    service.call<Opportunity>(person, `${calls}/UpdateOpportunity`, {
      id,
      opportunity,
      updateMask: Object.keys(opportunity),
      ...(etag ? { etag } : {}),
    }),
  win: (person: TestPerson, id: string) =>
    service.call<Opportunity>(person, `${calls}/WinOpportunity`, { id }),
  lose: (person: TestPerson, id: string, lossReason?: string) =>
    service.call<Opportunity>(person, `${calls}/LoseOpportunity`, { id, ...(lossReason && { lossReason }) }),
});

/** A customer of somebody, as the customer service would tell of it. */
export function customerOf(owner: TestPerson, about: Partial<Customer> = {}): Customer {
  const number = `C-2026-${String(Math.floor(Math.random() * 1e6)).padStart(6, '0')}`;
  const told = { id: uuidv7(), number, name: 'Маяк', status: 'prospect', ownerId: owner.id, etag: '1' };
  return { ...told, ...about } as Customer;
}

/** The customer service, as far as the sales pipeline hears of it: over the broker, in its stream. */
export class CustomerVoice {
  private constructor(
    private readonly service: TestService,
    private readonly broker: Awaited<ReturnType<typeof connectBroker>>,
  ) {}

  static async of(service: TestService): Promise<CustomerVoice> {
    const { natsUrl: url } = service.settings;
    return new CustomerVoice(
      service,
      await connectBroker({ url, name: 'customer', onLost: () => undefined }),
    );
  }

  close(): Promise<void> {
    return this.broker.close();
  }

  /** Tells an event, and waits until it was handled. */
  async tell<K extends keyof EventTypes>(type: K, event: EventTypes[K], eventId = uuidv7()): Promise<void> {
    const { jetstream } = this.broker;
    const facts = { emitter: 'customer', type, payload: event, id: eventId };
    await until('the stream of customer', () => publishForeign(jetstream, facts));
    await until('the event to be handled', async () => {
      const rows = await this.service.running.unitOfWork.read(serviceCall('test', 'look'), (tx) =>
        tx.query('SELECT 1 FROM inbox WHERE event_id = $1', [eventId]),
      );
      return rows.length > 0;
    });
    await this.service.running.organisation.refresh();
  }

  /** Tells how a customer stands now. */
  customer(customer: Customer): Promise<void> {
    return this.tell('kontor.customer.v1.CustomerChanged', { customer, changed: [] });
  }

  /** Tells that a customer is shared with somebody, or not any more. */
  share(
    customerId: string,
    grantee: TestPerson,
    about: Partial<Share> = {},
    ended = false,
    version = Date.now(),
  ) {
    const share = {
      id: uuidv7(),
      object: 'customer',
      objectId: customerId,
      granteeKind: 'person',
      granteeId: grantee.id,
      level: 'read',
      grantorId: grantee.id,
      startTime: new Date(Date.now() - 60_000).toISOString(),
      source: 'share',
      ...about,
    } as Share;
    return this.tell('kontor.access.v1.ShareChanged', { share, ended, version: String(version) });
  }
}
