import { Inject, Injectable } from '@nestjs/common';
import type {
  CountCustomersRequest,
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
import { CustomFields } from '@kontor/custom-fields/custom-fields';
import { CustomValueWriter } from '@kontor/custom-fields/custom-values';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { expectEtag } from '@kontor/database/etag';
import { AppError, refusedField } from '@kontor/errors/app-error';
import type { QueryFields } from '@kontor/query/fields';
import { parseFilter, type Filter } from '@kontor/query/filter';
import { listNames } from '@kontor/query/list-names';
import { listRows } from '@kontor/query/list-rows';
import { maskedChanges } from '@kontor/schema/update-mask';
import { SETTINGS } from '@kontor/service/kontor.module';
import type { ServiceSettings } from '@kontor/service/config';
import { countOwned, countReached } from '../count/cells.js';
import { auditChannel } from './channel-audit.js';
import { CustomerNumbers } from './customer-numbers.js';
import { customerFields, customerOrders } from './customer-fields.js';
import { Customer } from './customer.entity.js';
import { emitCustomerChanged } from './customer-events.js';
import { writeClaiming } from '../duplicate/key-writer.js';
import { compareNewCustomer, followCustomer, keepCustomerKeys } from '../duplicate/record-keys.js';
import { knownTaxNumber } from '../duplicate/known-tax-number.js';
import { countKept } from '../metric/metric-count.js';
import { ownersOfScope } from '../metric/scope.js';
import { customerForUpdate, winnerOf } from '../merge/merged-into.js';
import { moveCustomers, noteOwner } from '../ownership/mover.js';
import { placeNew, BeyondReach } from './first-owner.js';
import { asService } from './guardian.js';
import { tellKeepers } from './keeper-notice.js';
import { planNextContactAnew } from './next-contact-reminder.js';
import { ownerAssignable } from './owner.js';
import { channelChange } from './rules/channel.js';
import { reopened } from './rules/reopened.js';
import { lacksDeal, roomToGet } from '../strategy/room-check.js';
import { StrategyBook } from '../strategy/strategy-book.js';
import { byNameParts } from '../search/by-name-part.js';
import { partsAsked } from '../search/rules/parts-asked.js';
import { knownPhones } from './rules/phone.js';
import { checkChange } from './status-change.js';

const message = 'kontor.customer.v1.Customer';

/** Customers: who they are, who owns them, where the relation stands. */
@Injectable()
export class CustomerService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly numbers: CustomerNumbers,
    private readonly book: StrategyBook,
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    private readonly customFields: CustomFields,
    private readonly customValues: CustomValueWriter,
  ) {}

  async create(request: CreateCustomerRequest, call: Call): Promise<Customer> {
    const number = await this.numbers.take(new Date().toISOString());
    const create = (as: Call) =>
      writeClaiming(this.work, as, (tx, again) => this.createIn(tx, request, number, again));
    try {
      return await create(call);
    } catch (error) {
      if (!(error instanceof BeyondReach)) throw error;
      return create(asService(call));
    }
  }

  private async createIn(
    tx: Transaction,
    { customer, unassigned, ...acceptance }: CreateCustomerRequest,
    number: string,
    again: boolean,
  ): Promise<Customer> {
    const { caller } = tx.call;
    const row = { ...(customer as Customer), number };
    if (unassigned && row.ownerId) throw refusedField('unassigned', 'unassigned-with-owner');
    row.status ??= 'prospect';
    row.channel ??= 'unknown';
    row.phones = knownPhones(row.phones, this.settings.companyCountry, row.addresses);
    row.city = row.addresses[0]?.city ?? '';
    row.taxNumber = knownTaxNumber(row, this.settings.companyCountry);
    if (row.ownerId) await ownerAssignable(tx, row.ownerId, 'create');
    else if (!unassigned) row.ownerId = caller.onBehalfOf ?? caller.personId;
    if (lacksDeal(tx, this.book, row)) throw new AppError('conflict', 'deal-needed');
    row.custom = await this.customValues.make(tx, 'customer', row);
    const compared = await compareNewCustomer(tx, row, acceptance, again);
    const wanted = [{ ownerId: row.ownerId, customer: row }];
    const [{ owner, cause = 'create' } = { owner: {} }] = await placeNew(tx, this.book, wanted);
    const created = tx.insert(Customer, { ...row, ...owner });
    tx.emit('kontor.customer.v1.CustomerCreated', created, { customer: created });
    noteOwner(tx, created, { cause, reason: '', actorId: caller.personId });
    tellKeepers(tx, [created]);
    await keepCustomerKeys(tx, created, compared, acceptance);
    return created;
  }

  get(id: string, call: Call): Promise<Customer> {
    return this.work
      .readOne(call, (tx) => tx.findName(Customer, id))
      .then((found) => found ?? this.merged(id, call));
  }

  /** The customer that a merged one became part of, as the caller sees it. Throws not_found customer-not-found. */
  merged(id: string, call: Call): Promise<Customer> {
    return this.work.read(call, async (tx) => {
      const winnerId = await winnerOf(tx, id);
      const winner = winnerId && (await tx.find(Customer, winnerId));
      if (!winner) throw new AppError('not_found', 'customer-not-found');
      return winner;
    });
  }

  async list(request: ListCustomersRequest, call: Call): Promise<ListCustomersResponse> {
    const options = this.listOptions(call);
    const filter = this.filterOf(request);
    const parts = filter ? partsAsked(filter, 'name') : [];
    const list = async (tx: Transaction) => {
      const owners = tx.reach('customer').owners;
      const asked = { parts, orderBy: request.orderBy, owners: owners === 'all' ? null : owners };
      const narrowed = parts.length > 0 ? await byNameParts(tx, options, asked) : options;
      const totalSize = request.withTotal ? await countKept(tx, filter, options.fields) : undefined;
      const withTotal = request.withTotal === true && totalSize === undefined;
      const found = await listRows(tx, Customer, 'customer', { ...request, withTotal }, narrowed);
      return { ...found, ...(totalSize !== undefined && { totalSize }) };
    };
    const { rows, ...page } = await (request.withTotal || parts.length > 0
      ? this.work.read(call, list)
      : this.work.readOne(call, list));
    return { customers: rows, ...page };
  }

  /** All customers, those beyond reach by the few fields that the caller's roles show of them. */
  async listNames(request: ListCustomerNamesRequest, call: Call): Promise<ListCustomersResponse> {
    const { rows, ...page } = await this.work.read(call, async (tx) => {
      const { owners, names } = tx.reach('customer');
      if (owners !== 'all' && !names) throw new AppError('forbidden', 'names-not-shown');
      const options = this.listOptions(call);
      const filter = this.filterOf(request);
      const parts = filter ? partsAsked(filter, 'name') : [];
      const narrowed =
        parts.length > 0
          ? await byNameParts(tx, options, { parts, orderBy: request.orderBy, owners: null })
          : options;
      return listNames(tx, Customer, 'customer', request, narrowed);
    });
    return { customers: rows, ...page };
  }

  update(request: UpdateCustomerRequest, call: Call): Promise<Customer> {
    const { id, customer, updateMask, etag, reason, ...acceptance } = request;
    return writeClaiming(this.work, call, async (tx) => {
      const before = await customerForUpdate(tx, id);
      expectEtag(before, etag);
      const changes = maskedChanges<Customer>(message, customer as Customer | undefined, updateMask);
      this.checkChanges(before, changes, reason, call);
      if (changes.phones) {
        const { addresses } = { ...before, ...changes };
        changes.phones = knownPhones(changes.phones, this.settings.companyCountry, addresses);
      }
      if (changes.addresses) changes.city = changes.addresses[0]?.city ?? '';
      await checkChange(tx, { book: this.book, customValues: this.customValues }, before, changes);
      if (changes.taxNumber !== undefined || (changes.addresses && before.taxNumber))
        changes.taxNumber = knownTaxNumber({ ...before, ...changes }, this.settings.companyCountry);
      const after = tx.update(Customer, before, { ...changes, ...reopened(before, changes, tx.now) });
      auditChannel(tx, before, after, reason);
      await followCustomer(tx, before, after, acceptance);
      emitCustomerChanged(tx, before, after);
      if (after.name !== before.name) await planNextContactAnew(tx, after);
      return after;
    });
  }

  transfer({ id, ownerId, reason }: TransferCustomerRequest, call: Call): Promise<Customer> {
    return this.work.write(call, async (tx) => {
      const before = await customerForUpdate(tx, id);
      await ownerAssignable(tx, ownerId, 'transfer');
      await roomToGet(tx, this.book, before, ownerId);
      const why = { cause: 'transfer', reason: reason ?? '', actorId: call.caller.personId } as const;
      const [after = before] = await moveCustomers(tx, [{ customer: before, toId: ownerId }], why);
      return after;
    });
  }

  count({ scope, personId, unitId }: CountCustomersRequest, call: Call): Promise<CountCustomersResponse> {
    if (scope === undefined) return this.work.readOne(call, async (tx) => summed(await countReached(tx)));
    return this.work.read(call, async (tx) =>
      summed(await countOwned(tx, await ownersOfScope(tx, { scope, personId, unitId }))),
    );
  }

  private filterOf({ filter }: ListCustomersRequest): Filter | undefined {
    return filter ? parseFilter(filter, this.listFields) : undefined;
  }

  private get listFields(): QueryFields {
    return this.customFields.queryFields('customer', customerFields);
  }

  private listOptions({ method }: Call) {
    const { secret } = this.settings;
    const fields = this.listFields;
    return { fields, defaultOrder: 'createTime desc', method, secret, perOwner: customerOrders };
  }

  private checkChanges(
    before: Customer,
    changes: Partial<Customer>,
    reason: string | undefined,
    call: Call,
  ): void {
    if (changes.ownerId !== undefined && changes.ownerId !== before.ownerId)
      throw refusedField('ownerId', 'owner-by-transfer');
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

function summed(counts: StatusCount[]): CountCustomersResponse {
  return { counts, totalSize: counts.reduce((sum, { count }) => sum + count, 0) };
}
