import { Inject, Injectable } from '@nestjs/common';
import type {
  CountCustomersResponse,
  CreateCustomerRequest,
  ListCustomersRequest,
  ListCustomersResponse,
  StatusCount,
  TransferCustomerRequest,
  UpdateCustomerRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import type { ListCustomerNamesRequest } from '@kontor/contracts/gen/kontor/customer/v1/access_service';
import type { Call } from '@kontor/access/call';
import { may } from '@kontor/access/permissions';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { expectEtag } from '@kontor/database/etag';
import { AppError } from '@kontor/errors/app-error';
import { listNames } from '@kontor/query/list-names';
import { listRows } from '@kontor/query/list-rows';
import { maskedChanges } from '@kontor/schema/update-mask';
import { SETTINGS } from '@kontor/service/kontor.module';
import type { ServiceSettings } from '@kontor/service/config';
import { CustomerNumbers } from './customer-numbers.js';
import { customerFields } from './customer-fields.js';
import { Customer } from './customer.entity.js';
import { emitCustomerChanged } from './customer-events.js';
import { moveCustomers, noteOwner } from '../ownership/mover.js';
import { planNextContactAnew } from './next-contact-reminder.js';
import { ownerAssignable } from './owner.js';
import { channelChange } from './rules/channel.js';
import { knownPhones } from './rules/phone.js';
import { mayFollow } from './rules/status.js';

const message = 'kontor.customer.v1.Customer';

/** Customers: who they are, who owns them, where the relation stands. */
@Injectable()
export class CustomerService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly numbers: CustomerNumbers,
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
  ) {}

  async create({ customer }: CreateCustomerRequest, call: Call): Promise<Customer> {
    const number = await this.numbers.take(new Date().toISOString());
    return this.work.write(call, async (tx) => {
      const row = { ...(customer as Customer), number };
      row.status ??= 'prospect';
      row.channel ??= 'unknown';
      row.phones = knownPhones(row.phones, this.settings.companyCountry);
      row.city = row.addresses[0]?.city ?? '';
      if (row.ownerId) await ownerAssignable(tx, row.ownerId, 'create');
      else row.ownerId = call.caller.onBehalfOf ?? call.caller.personId;
      const created = tx.insert(Customer, row);
      tx.emit('kontor.customer.v1.CustomerCreated', created, { customer: created });
      noteOwner(tx, created, { cause: 'create', reason: '', actorId: call.caller.personId });
      return created;
    });
  }

  get(id: string, call: Call): Promise<Customer> {
    return this.work.readOne(call, async (tx) => {
      const customer = await tx.findName(Customer, id);
      if (!customer) throw new AppError('not_found', 'customer-not-found');
      return customer;
    });
  }

  async list(request: ListCustomersRequest, call: Call): Promise<ListCustomersResponse> {
    const list = (tx: Transaction) => listRows(tx, Customer, 'customer', request, this.listOptions(call));
    const { rows, ...page } = await (request.withTotal
      ? this.work.read(call, list)
      : this.work.readOne(call, list));
    return { customers: rows, ...page };
  }

  /** All customers, those beyond reach by the few fields that the caller's roles show of them. */
  async listNames(request: ListCustomerNamesRequest, call: Call): Promise<ListCustomersResponse> {
    const { rows, ...page } = await this.work.read(call, (tx) => {
      const { owners, names } = tx.reach('customer');
      if (owners !== 'all' && !names) throw new AppError('forbidden', 'names-not-shown');
      return listNames(tx, Customer, 'customer', request, this.listOptions(call));
    });
    return { customers: rows, ...page };
  }

  update({ id, customer, updateMask, etag, reason }: UpdateCustomerRequest, call: Call): Promise<Customer> {
    return this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(Customer, id);
      expectEtag(before, etag);
      const changes = maskedChanges<Customer>(message, customer as Customer | undefined, updateMask);
      this.checkChanges(before, changes, reason, call);
      if (changes.phones) changes.phones = knownPhones(changes.phones, this.settings.companyCountry);
      if (changes.addresses) changes.city = changes.addresses[0]?.city ?? '';
      const after = tx.update(Customer, before, changes);
      emitCustomerChanged(tx, before, after);
      if (after.name !== before.name) await planNextContactAnew(tx, after);
      return after;
    });
  }

  transfer({ id, ownerId, reason }: TransferCustomerRequest, call: Call): Promise<Customer> {
    return this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(Customer, id);
      await ownerAssignable(tx, ownerId, 'transfer');
      const why = { cause: 'transfer', reason: reason ?? '', actorId: call.caller.personId } as const;
      const [after = before] = await moveCustomers(tx, [{ customer: before, toId: ownerId }], why);
      return after;
    });
  }

  count(call: Call): Promise<CountCustomersResponse> {
    return this.work.readOne(call, async (tx) => {
      const params: unknown[] = [];
      const counts = await tx.query<StatusCount>(
        `SELECT status, count(*)::int AS count FROM customer r WHERE ${tx.visible(Customer, 'r', params)}
         GROUP BY status ORDER BY status`,
        params,
      );
      return { counts, totalSize: counts.reduce((sum, { count }) => sum + count, 0) };
    });
  }

  private listOptions({ method }: Call) {
    const { secret } = this.settings;
    return { fields: customerFields, defaultOrder: 'createTime desc', method, secret };
  }

  private checkChanges(
    before: Customer,
    changes: Partial<Customer>,
    reason: string | undefined,
    call: Call,
  ): void {
    if (changes.ownerId !== undefined && changes.ownerId !== before.ownerId)
      throw refusedField('ownerId', 'owner-by-transfer');
    if (changes.status && !mayFollow(before.status, changes.status)) {
      throw refusedField('status', 'status-step', { from: before.status, to: changes.status });
    }
    if (changes.channel) {
      const refusal = channelChange(
        before.channel,
        changes.channel,
        may(call.caller, 'customer.channel'),
        reason,
      );
      if (refusal === 'channel-needs-manager') throw new AppError('forbidden', refusal);
      if (refusal) throw refusedField('reason', refusal);
    }
  }
}

function refusedField(field: string, reason: string, params?: Record<string, string>): AppError {
  return new AppError('invalid', 'invalid-request', {
    fields: [{ field, reason, ...(params ? { params } : {}) }],
  });
}
