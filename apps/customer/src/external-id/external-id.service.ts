import { Injectable } from '@nestjs/common';
import type {
  GetCustomerByExternalIdRequest,
  UpsertCustomerRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/external_id_service';
import type { CreateCustomerRequest } from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import { serviceCall, type Call } from '@kontor/access/call';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, checkFaults, type FieldViolation } from '@kontor/errors/app-error';
import { completeRequest } from '@kontor/schema/codec';
import { contract } from '@kontor/schema/contract';
import { validateRequest } from '@kontor/schema/validate';
import { Customer } from '../customer/customer.entity.js';
import { CustomerService } from '../customer/customer.service.js';
import { findByExternalIds } from './find-by-external-id.js';

const creation = contract.method('/kontor.customer.v1.CustomerService/CreateCustomer');

/** Somebody else may make the same customer, or merge it away, at the same moment; it is looked for so often. */
const mostTries = 3;

/** Customers by the ids of other systems: made where they are not there, changed where they are. */
@Injectable()
export class ExternalIdService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly customers: CustomerService,
  ) {}

  async get({ source, externalId }: GetCustomerByExternalIdRequest, call: Call): Promise<Customer> {
    const id = await this.find(source, externalId);
    const customer = id && (await this.work.readOne(call, (tx) => tx.find(Customer, id)));
    if (!customer) throw new AppError('not_found', 'customer-not-found');
    return customer;
  }

  /**
   * Two at once: one makes the customer, the other finds it and changes it. Rules and rights are those of the two calls;
   * each attempt is one unit of work under the caller's key, so that a repeat has one effect.
   */
  async upsert(request: UpsertCustomerRequest, call: Call): Promise<Customer> {
    refuseOtherId(request);
    for (let attempt = 1; ; attempt++) {
      const id = await this.find(request.source, request.externalId);
      try {
        return id ? await this.change(id, request, call) : await this.make(request, call);
      } catch (error) {
        if (attempt === mostTries || !(await this.hasMoved(error, id, request))) throw error;
      }
    }
  }

  private make(request: UpsertCustomerRequest, call: Call): Promise<Customer> {
    const { source, externalId, customer, updateMask, etag, acceptDuplicates, duplicateReason } = request;
    // Whoever names a version means one that is there.
    if (etag !== undefined) throw new AppError('not_found', 'customer-not-found');
    const values = Object.entries(customer ?? {}).filter(([name]) => updateMask.includes(name));
    const record = { ...Object.fromEntries(values), source, externalId };
    const fields = validateRequest(creation, { customer: record });
    checkFaults(fields);
    const complete = completeRequest(creation, { customer: record }) as unknown as CreateCustomerRequest;
    return this.customers.create({ ...complete, acceptDuplicates, duplicateReason }, call);
  }

  private async change(id: string, request: UpsertCustomerRequest, call: Call): Promise<Customer> {
    const { source: _, externalId: __, ...changes } = request;
    const updateMask = changes.updateMask.filter((name) => name !== 'source' && name !== 'externalId');
    try {
      return await this.customers.update({ ...changes, id, updateMask }, call);
    } catch (error) {
      // It is there, and not for this caller to see: told as a creation tells it.
      if (error instanceof AppError && error.code === 'not_found') throw taken();
      throw error;
    }
  }

  /** Whether the customer is another one by now: made or merged since it was looked for. */
  private async hasMoved(
    error: unknown,
    id: string | undefined,
    { source, externalId }: UpsertCustomerRequest,
  ): Promise<boolean> {
    if (!(error instanceof AppError) || error.code !== 'conflict') return false;
    return (await this.find(source, externalId)) !== id;
  }

  /** The customer of an id, whoever may see it. */
  private async find(source: string, externalId: string): Promise<string | undefined> {
    const found = await this.work.read(serviceCall('customer', 'look for an external id'), (tx) =>
      findByExternalIds(tx, source, [externalId]),
    );
    return found.get(externalId);
  }
}

function taken(): AppError {
  return new AppError('conflict', 'external-id-taken', {
    fields: [{ field: 'externalId', reason: 'external-id-taken' }],
  });
}

/** The path says which customer is meant; a body that names another one is a mistake of the caller. */
function refuseOtherId({ source, externalId, customer, updateMask }: UpsertCustomerRequest): void {
  const named = { source, externalId };
  const fields = (['source', 'externalId'] as const).flatMap((field): FieldViolation[] =>
    updateMask.includes(field) && customer?.[field] !== named[field]
      ? [{ field, reason: 'external-id-differs' }]
      : [],
  );
  checkFaults(fields);
}
